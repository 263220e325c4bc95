package dev.slipway.monitoring;

import java.util.List;

/** Reads the values of some gauges from the record. A room has one for what it keeps there. */
public interface ReadGauges {

  /**
   * All values that there are now. Those that are 0 are among them, or an alert could not tell what
   * is well from what is not looked at. Called in a transaction that only reads; blocks on the
   * database.
   */
  List<RecordedGauge.Value> read();
}
