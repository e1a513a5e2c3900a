"""Forethought (Parrack and Moorhouse), Will We Really Put Data Centers in Space?, May 2026: solar power, radiators, launch and lost chips."""
