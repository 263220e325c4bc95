package dev.slipway.live;

import java.util.List;

/** What one reader wants and may see. The two ways of asking agree. */
public interface Audience<T> {

  /** Whether a change is for this reader. */
  boolean wants(T change);

  /** The changes for this reader after one position and up to another, in order. */
  List<Placed<T>> missed(long after, long until, int limit);
}
