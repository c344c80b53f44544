"""Runs all cells of a notebook in a fresh kernel, in its own folder. usage: execute.py NOTEBOOK OUTPUT"""

import sys
from pathlib import Path
from queue import Empty

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

CELL_LIMIT_SEC = 300
# On a busy machine the kernel of Deno 2.9 may say that a cell has ended before it sends the cell's result: one in six
# with all cores taken, some milliseconds late. nbclient stops listening at that word, and the result would be lost.
LATE_RESULT_SEC = 20


class PatientClient(NotebookClient):
    """Waits for the result of each cell; every code cell has one."""

    async def async_execute_cell(self, cell, cell_index, *args, **kwargs):
        cell = await super().async_execute_cell(cell, cell_index, *args, **kwargs)
        while cell.cell_type == "code" and not cell.outputs:
            try:
                message = await self.kc.iopub_channel.get_msg(timeout=LATE_RESULT_SEC)
            except Empty:
                raise SystemExit(f'Cell "{cell.id}" shows nothing.') from None
            self.process_message(message, cell, cell_index)
        return cell


def main(source: Path, output: Path) -> None:
    notebook = nbformat.read(source, as_version=4)
    resources = {"metadata": {"path": str(source.parent)}}
    client = PatientClient(notebook, timeout=CELL_LIMIT_SEC, record_timing=False, resources=resources)
    try:
        client.execute()
    except CellExecutionError as error:
        raise SystemExit(str(error)) from None
    nbformat.write(notebook, output)


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve(), Path(sys.argv[2]))
