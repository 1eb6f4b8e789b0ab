"""The trainer's place: who practises, what is set, what came of it, and what is answered to appeals."""

from screens.trainer.screen import TrainerScreen

__all__ = ["TrainerScreen"]
