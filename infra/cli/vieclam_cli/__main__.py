"""`python -m vieclam_cli`, which is what ./vieclam becomes."""

from vieclam_cli.main import main

if __name__ == "__main__":
    main()
