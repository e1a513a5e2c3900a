"""`python -m orbital.cli`."""

from orbital.cli import main

if __name__ == "__main__":
    main()
