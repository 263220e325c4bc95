package dev.slipway.promotion;

/** What a promotion may have to pass, in the order in which verdicts are told. */
enum GateKind {
  /** The image is named by a digest or a version tag. */
  IMAGE_PINNED,
  /** The release runs on instance types that the environment allows. */
  INSTANCE_TYPE,
  /** The fleet cannot grow beyond what the environment allows. */
  INSTANCE_COUNT,
  /** The fleet at its largest costs no more than the environment allows. */
  COST,
  /** Somebody has approved the version. */
  VERSION_APPROVED,
  /** The version has served the environment before for long enough. */
  SOAK,
  /** No freeze is on. */
  FREEZE
}
