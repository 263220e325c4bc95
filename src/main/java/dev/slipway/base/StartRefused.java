package dev.slipway.base;

import org.jspecify.annotations.Nullable;

/** The process does not start, for a reason that the person who started it can mend. */
public final class StartRefused extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final String remedy;

  /**
   * @param reason one sentence: what is wrong
   * @param remedy what to do about it
   */
  public StartRefused(String reason, String remedy) {
    this(reason, remedy, null);
  }

  public StartRefused(String reason, String remedy, @Nullable Throwable cause) {
    super(reason, cause);
    this.remedy = remedy;
  }

  /** One sentence: what is wrong. */
  public String reason() {
    return String.valueOf(getMessage());
  }

  /** What to do about it. */
  public String remedy() {
    return remedy;
  }
}
