"""`./vieclam bench [NAME…] [--quick]`: measure, print, and write RESULTS.md.

Names: throughput, commands, latency, rebuild, http; without one, all of them, and
RESULTS.md is written. `--quick` only shows that everything works: its figures mean nothing.
"""

import sys
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    from benchmarks.program import main

    main(sys.argv[1:])
