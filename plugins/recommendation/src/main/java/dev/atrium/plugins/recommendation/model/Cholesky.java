package dev.atrium.plugins.recommendation.model;

/** Solves small systems with a symmetric matrix; a pivot that is not positive is raised. */
final class Cholesky {
  private static final double LEAST_PIVOT = 1e-3;

  private Cholesky() {}

  /**
   * The solution of {@code matrix * x = target}; uses up the matrix's lower half and the target.
   */
  static float[] solve(double[][] matrix, double[] target) {
    var size = target.length;
    for (var row = 0; row < size; row++) {
      var own = matrix[row];
      for (var column = 0; column <= row; column++) {
        var sum = own[column];
        var other = matrix[column];
        for (var at = 0; at < column; at++) {
          sum -= own[at] * other[at];
        }
        own[column] = row == column ? Math.sqrt(Math.max(sum, LEAST_PIVOT)) : sum / other[column];
      }
    }
    for (var row = 0; row < size; row++) {
      for (var at = 0; at < row; at++) {
        target[row] -= matrix[row][at] * target[at];
      }
      target[row] /= matrix[row][row];
    }
    var solution = new float[size];
    for (var row = size - 1; row >= 0; row--) {
      for (var at = row + 1; at < size; at++) {
        target[row] -= matrix[at][row] * target[at];
      }
      target[row] /= matrix[row][row];
      solution[row] = (float) target[row];
    }
    return solution;
  }
}
