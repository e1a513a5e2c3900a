"""Nanjangud, on Starcloud and the radiators of the Space Station, June 2025, with the sheet by NASA that it rests on."""
