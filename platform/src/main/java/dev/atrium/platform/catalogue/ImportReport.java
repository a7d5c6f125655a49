package dev.atrium.platform.catalogue;

import java.util.List;

/**
 * What an import came to.
 *
 * @param accepted rows kept, repeated ones included
 * @param rejected rows left out
 * @param problems the first of these, with the reason
 */
public record ImportReport(int accepted, int rejected, List<Problem> problems) {
  /**
   * A row that was left out.
   *
   * @param row its number, from 1, without a header
   */
  public record Problem(int row, String reason) {}
}
