"""Practice before and after a call: what is to be done, the marks, and the replay."""

from screens.practice.course import CourseScreen
from screens.practice.home import PracticeHome
from screens.practice.marks import MarksScreen
from screens.practice.replay import ReplayScreen

__all__ = ["CourseScreen", "MarksScreen", "PracticeHome", "ReplayScreen"]
