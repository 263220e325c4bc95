package dev.slipway.simulator.iam;

/** What identity-based policies say about an access. */
public enum Decision {
  /** A statement allows it and none denies it. */
  ALLOWED("allowed"),
  /** A statement denies it, whatever others allow. */
  EXPLICIT_DENY("explicitDeny"),
  /** No statement says anything about it. */
  IMPLICIT_DENY("implicitDeny");

  private final String wire;

  Decision(String wire) {
    this.wire = wire;
  }

  /** As SimulatePrincipalPolicy spells it. */
  String wire() {
    return wire;
  }

  /**
   * The sentence in which AWS refuses.
   *
   * @param user the caller's ARN
   */
  public String sentence(String user, Access access) {
    return "User: "
        + user
        + " is not authorized to perform: "
        + access.action()
        + " on resource: "
        + access.resource()
        + (this == EXPLICIT_DENY
            ? " with an explicit deny in an identity-based policy"
            : " because no identity-based policy allows the " + access.action() + " action");
  }
}
