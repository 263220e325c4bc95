package dev.slipway.secret;

/** Secrets cannot be sealed or opened with the keys that are configured. */
public final class UnusableKeys extends IllegalStateException {

  private static final long serialVersionUID = 1L;

  private final String remedy;

  UnusableKeys(String reason, String remedy) {
    super(reason);
    this.remedy = remedy;
  }

  /** What to do about it. */
  String remedy() {
    return remedy;
  }
}
