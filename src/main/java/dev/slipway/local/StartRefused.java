package dev.slipway.local;

import org.jspecify.annotations.Nullable;

/** The process does not start, for a reason that the person who started it can mend. */
final class StartRefused extends RuntimeException {

  private final String remedy;

  /**
   * @param reason one sentence: what is wrong
   * @param remedy what to do about it
   */
  StartRefused(String reason, String remedy) {
    this(reason, remedy, null);
  }

  StartRefused(String reason, String remedy, @Nullable Throwable cause) {
    super(reason, cause);
    this.remedy = remedy;
  }

  String reason() {
    return String.valueOf(getMessage());
  }

  String remedy() {
    return remedy;
  }
}
