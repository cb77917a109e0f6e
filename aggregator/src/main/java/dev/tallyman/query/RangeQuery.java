package dev.tallyman.query;

import dev.tallyman.query.QueryException.Kind;

/**
 * A range query.
 *
 * <p>Threading: immutable.
 *
 * @param selector which series
 * @param startMillis the first moment
 * @param endMillis the last one, if the steps meet it
 * @param stepMillis from one moment to the next
 */
record RangeQuery(Selector selector, long startMillis, long endMillis, long stepMillis) {
  private static final long POINTS_LIMIT = 11_000;

  /**
   * The query that the parameters ask, checked in Prometheus' order.
   *
   * @throws QueryException if they make no sense; the message names the parameter
   */
  static RangeQuery of(Parameters parameters) throws QueryException {
    long start = Times.moment("start", parameters.first("start"));
    long end = Times.moment("end", parameters.first("end"));
    if (end < start) {
      throw QueryException.badParameter("end", "end timestamp must not be before start time");
    }
    long step = Times.duration("step", parameters.first("step"));
    if (step <= 0) {
      throw QueryException.badParameter(
          "step",
          "zero or negative query resolution step widths are not accepted. Try a positive integer");
    }
    if ((end - start) / step > POINTS_LIMIT) {
      throw new QueryException(
          Kind.BAD_DATA,
          "exceeded maximum resolution of 11,000 points per timeseries."
              + " Try decreasing the query resolution (?step=XX)");
    }
    Selector selector = parameters.selector("query", parameters.first("query"));
    return new RangeQuery(selector, start, end, step);
  }
}
