package dev.slipway.access;

import dev.slipway.testing.ApiServer;

/** What a process that goes on for other tests has refused so far. */
public final class PastDenials {

  private PastDenials() {}

  /**
   * Puts it on record now, and forgets it: what is refused from here on is the first of its sort.
   */
  public static void settle(ApiServer api) {
    RecordDenials record = api.bean(RecordDenials.class);
    record.stop();
    api.bean(DeniedAttempts.class).rest();
    record.start();
  }
}
