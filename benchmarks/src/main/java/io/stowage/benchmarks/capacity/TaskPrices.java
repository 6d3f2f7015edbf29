package io.stowage.benchmarks.capacity;

import java.util.ArrayList;
import java.util.List;

/**
 * What tasks are worth at most together if no machine of those that were tried is worth more than it costs: a linear program, solved by the simplex
 * method. The machines come one after the other, as they are found to break it.
 */
final class TaskPrices {

    private static final double ROUNDING = 1e-9;
    private static final int MOST_PIVOTS = 5_000;

    private final int[] counts;
    private final List<int[]> loads = new ArrayList<>();
    private final List<Double> costs = new ArrayList<>();

    /** @param counts how many tasks there are of each kind */
    TaskPrices(int[] counts) {
        this.counts = counts;
    }

    /** A machine with so many tasks of each kind must not be worth more than this. */
    void limit(int[] load, double cost) {
        loads.add(load);
        costs.add(cost);
    }

    /** A worth of each kind, at best. Whatever it is, nothing that follows from it relies on its being the best. */
    double[] solve() {
        int rows = loads.size();
        int columns = counts.length;
        double[][] table = table(rows, columns);
        int[] rowHas = new int[rows];
        int[] columnHas = new int[columns];
        for (int row = 0; row < rows; row++) {
            rowHas[row] = columns + row;
        }
        for (int column = 0; column < columns; column++) {
            columnHas[column] = column;
        }
        for (int pivots = 0; pivots < MOST_PIVOTS; pivots++) {
            int column = entering(table[rows], columns);
            int row = column < 0 ? -1 : leaving(table, rows, column, columns);
            if (row < 0) {
                break;
            }
            pivot(table, row, column);
            int swapped = rowHas[row];
            rowHas[row] = columnHas[column];
            columnHas[column] = swapped;
        }
        double[] worth = new double[columns];
        for (int row = 0; row < rows; row++) {
            if (rowHas[row] < columns) {
                worth[rowHas[row]] = Math.max(0, table[row][columns]);
            }
        }
        return worth;
    }

    /** Each row a limit, the last column what it may cost; the last row what is to be made most. */
    private double[][] table(int rows, int columns) {
        double[][] table = new double[rows + 1][columns + 1];
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                table[row][column] = loads.get(row)[column];
            }
            table[row][columns] = costs.get(row);
        }
        for (int column = 0; column < columns; column++) {
            table[rows][column] = -counts[column];
        }
        return table;
    }

    private static int entering(double[] target, int columns) {
        int chosen = -1;
        double least = -ROUNDING;
        for (int column = 0; column < columns; column++) {
            if (target[column] < least) {
                least = target[column];
                chosen = column;
            }
        }
        return chosen;
    }

    private static int leaving(double[][] table, int rows, int column, int last) {
        int chosen = -1;
        double least = Double.POSITIVE_INFINITY;
        for (int row = 0; row < rows; row++) {
            if (table[row][column] > ROUNDING && table[row][last] / table[row][column] < least) {
                least = table[row][last] / table[row][column];
                chosen = row;
            }
        }
        return chosen;
    }

    /** Exchanges what the row has for what the column has. */
    private static void pivot(double[][] table, int row, int column) {
        double at = table[row][column];
        for (int j = 0; j < table[row].length; j++) {
            table[row][j] = j == column ? 1 / at : table[row][j] / at;
        }
        for (int i = 0; i < table.length; i++) {
            double factor = table[i][column];
            if (i != row && factor != 0) {
                for (int j = 0; j < table[i].length; j++) {
                    table[i][j] = j == column ? -factor / at : table[i][j] - factor * table[row][j];
                }
            }
        }
    }
}
