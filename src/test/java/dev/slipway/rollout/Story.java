package dev.slipway.rollout;

/** The deployments that the matrix walks: what comes before, and the one that is struck. */
enum Story {
  CREATE("SUCCEEDED", "promote v1"),
  UPDATE("SUCCEEDED", "promote v1", "promote v2"),
  AUTOMATIC_ROLLBACK("ROLLED_BACK", "promote v1", "promote v2"),
  ROLLBACK_BY_HAND("SUCCEEDED", "promote v1", "promote v2", "roll back"),
  RETIRE("SUCCEEDED", "promote v1", "retire");

  private final String end;
  private final String[] deployments;

  Story(String end, String... deployments) {
    this.end = end;
    this.deployments = deployments;
  }

  /** The state in which the last deployment ends. */
  String end() {
    return end;
  }

  /** What is asked for, one after another; the last one is struck. */
  String[] deployments() {
    return deployments;
  }

  /** Whether an alarm fires while the new fleet bakes. */
  boolean alarm() {
    return this == AUTOMATIC_ROLLBACK;
  }
}
