package dev.slipway.promotion;

/** The kinds of gates, in the order in which their verdicts are told. */
enum GateKind {
  /** The version comes from the environment before. */
  PREDECESSOR(false),
  /** The image is named by a digest or a version tag. */
  IMAGE_PINNED(true),
  /** The release runs on instance types that the environment allows. */
  INSTANCE_TYPE(true),
  /** The fleet cannot grow beyond what the environment allows. */
  INSTANCE_COUNT(true),
  /** The fleet at its largest costs no more than the environment allows. */
  COST(true),
  /** Somebody has approved the version. */
  VERSION_APPROVED(false),
  /** The version has served the environment before for long enough. */
  SOAK(false),
  /** No freeze is on. */
  FREEZE(false),
  /** Enough people other than the requester have approved the promotion. */
  APPROVALS(false),
  /** An external check has looked at the promotion and found nothing wrong. */
  CHECK(false);

  private final boolean ofRelease;

  GateKind(boolean ofRelease) {
    this.ofRelease = ofRelease;
  }

  /** Whether its verdict follows from the release alone, which does not change by itself. */
  boolean ofRelease() {
    return ofRelease;
  }
}
