package io.darkroom.cli.terminal;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Rows of progress that are rewritten in place on a terminal; elsewhere one line for each change of state and each
 * further quarter. Safe for use by many threads.
 */
public final class ProgressBoard implements AutoCloseable {
    private static final String UP = "\u001b[%dA";
    private static final String CLEAR_LINE = "\r\u001b[2K";
    private static final String HIDE_CURSOR = "\u001b[?25l";
    private static final String SHOW_CURSOR = "\u001b[?25h";

    private final Terminal terminal;
    private final List<ProgressRow> rows = new ArrayList<>();
    private final List<String> said = new ArrayList<>();
    private int drawn;

    public ProgressBoard(Terminal terminal) {
        this.terminal = terminal;
        if (terminal.live()) {
            terminal.out().print(HIDE_CURSOR);
            terminal.out().flush();
        }
    }

    /** Adds a row and returns its number. */
    public synchronized int add(ProgressRow row) {
        rows.add(row);
        said.add("");
        show(rows.size() - 1);
        return rows.size() - 1;
    }

    public synchronized void update(int number, UnaryOperator<ProgressRow> change) {
        rows.set(number, change.apply(rows.get(number)));
        show(number);
    }

    private void show(int number) {
        if (terminal.live()) {
            draw();
        } else {
            printIfNew(number);
        }
    }

    private void draw() {
        StringBuilder text = new StringBuilder();
        if (drawn > 0) {
            text.append(String.format(UP, drawn));
        }
        for (ProgressRow row : rows) {
            text.append(CLEAR_LINE).append(row.bar(terminal)).append('\n');
        }
        drawn = rows.size();
        terminal.out().print(text);
        terminal.out().flush();
    }

    private void printIfNew(int number) {
        ProgressRow row = rows.get(number);
        String key = row.state() + (row.state().equals("running") ? (int) (row.fraction() * 4) : "");
        if (!key.equals(said.get(number))) {
            said.set(number, key);
            terminal.line(row.line());
        }
    }

    @Override
    public synchronized void close() {
        if (terminal.live()) {
            terminal.out().print(SHOW_CURSOR);
            terminal.out().flush();
        }
    }
}
