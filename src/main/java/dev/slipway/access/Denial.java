package dev.slipway.access;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An attempt that was refused.
 *
 * @param caller who it was; null for nobody known
 * @param address where it came from
 * @param tried what was tried, such as {@code POST /v1/promotions}
 * @param why the sentence of the refusal
 * @param requestId the request's name in the log
 */
public record Denial(
    @Nullable String caller, String address, String tried, String why, String requestId) {

  private static final Pattern ABOUT = Pattern.compile("\\S+(?: /[^/]*(?:/[^/]*)?)?");

  /**
   * What is counted as the same: of those who are known what they tried; of others where they came
   * from, the method and the first two parts of the path, whose rest is theirs to choose.
   */
  Object sort() {
    return caller == null ? new Unknown(address, about(), why) : new Known(caller, tried, why);
  }

  private String about() {
    Matcher about = ABOUT.matcher(tried);
    return about.lookingAt() ? about.group() : tried;
  }

  /** Of somebody unknown; without what and why it stands for whatever else the address tried. */
  record Unknown(String address, @Nullable String tried, @Nullable String why) {}

  private record Known(String caller, String tried, String why) {}
}
