package dev.slipway.rollout;

/** The deployments that the matrix walks: what comes before, and the one that is struck. */
enum Story {
  CREATE("SUCCEEDED", Turn.NONE, "promote v1"),
  UPDATE("SUCCEEDED", Turn.NONE, "promote v1", "promote v2"),
  AUTOMATIC_ROLLBACK("ROLLED_BACK", Turn.ALARM, "promote v1", "promote v2"),
  ABORT("ROLLED_BACK", Turn.CANCEL, "promote v1", "promote v2"),
  ROLLBACK_BY_HAND("SUCCEEDED", Turn.NONE, "promote v1", "promote v2", "roll back"),
  OTHER_INSTANCE_TYPE("SUCCEEDED", Turn.NONE, "promote v1", "promote v2 ml.m5.xlarge"),
  TO_SERVERLESS("SUCCEEDED", Turn.NONE, "promote v1", "promote v2 serverless"),
  TO_INSTANCES("SUCCEEDED", Turn.NONE, "promote v1 serverless", "promote v2 ml.c5.xlarge"),
  SWITCHED_BACK("ROLLED_BACK", Turn.LASTING_ALARM, "promote v1", "promote v2 serverless"),
  ADOPT("SUCCEEDED", Turn.NONE, "adopt"),
  RETIRE("SUCCEEDED", Turn.NONE, "promote v1", "retire");

  private final String end;
  private final Turn turn;
  private final String[] deployments;

  Story(String end, Turn turn, String... deployments) {
    this.end = end;
    this.turn = turn;
    this.deployments = deployments;
  }

  /** What happens while the new fleet bakes. */
  enum Turn {
    NONE,
    /** Its error alarm fires. */
    ALARM,
    /** It goes on firing until somebody acts: Slipway looks at it now and then. */
    LASTING_ALARM,
    /** A person cancels the deployment. */
    CANCEL
  }

  /** The state in which the last deployment ends. */
  String end() {
    return end;
  }

  /** What is asked for, one after another, with what it is to run on; the last one is struck. */
  String[] deployments() {
    return deployments;
  }

  Turn turn() {
    return turn;
  }
}
