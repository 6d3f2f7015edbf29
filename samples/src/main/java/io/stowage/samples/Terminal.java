package io.stowage.samples;

import java.io.Console;
import java.lang.reflect.InvocationTargetException;

/** Whether somebody watches. */
public final class Terminal {

    private Terminal() {}

    /** Whether standard input and output are a terminal that can overwrite a line. */
    @SuppressWarnings("SystemConsoleNull") // Both are asked: whether there is a console, and whether it is a terminal.
    public static boolean isOne() {
        String kind = System.getenv("TERM");
        Console console = System.console();
        return console != null && kind != null && !kind.equals("dumb") && isTerminal(console);
    }

    /** Before Java 22 there is a console only where there is a terminal; since then the console tells. */
    private static boolean isTerminal(Console console) {
        try {
            return (Boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (NoSuchMethodException e) {
            return true;
        } catch (IllegalAccessException | InvocationTargetException e) {
            return false;
        }
    }
}
