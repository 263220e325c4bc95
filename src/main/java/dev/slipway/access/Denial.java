package dev.slipway.access;

import dev.slipway.base.Network;
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
  Sort sort() {
    return caller == null
        ? new Sort(new Source(false, Network.ofClient(address)), about(), why)
        : new Sort(new Source(true, caller), tried, why);
  }

  private String about() {
    Matcher about = ABOUT.matcher(tried);
    return about.lookingAt() ? about.group() : tried;
  }

  /** Who it was: a caller by name, or the network from which somebody unknown has asked. */
  record Source(boolean known, String name) {}

  /** Without what and why it stands for whatever else the source tried. */
  record Sort(Source source, @Nullable String tried, @Nullable String why) {

    Sort whateverElse() {
      return new Sort(source, null, null);
    }
  }
}
