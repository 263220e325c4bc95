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
 * @param reason what tells it from other refusals; the same where only the sentence differs, by a
 *     time of day say
 * @param why the sentence of the refusal
 * @param requestId the request's name in the log
 */
public record Denial(
    @Nullable String caller,
    String address,
    String tried,
    String reason,
    String why,
    String requestId) {

  private static final Pattern ABOUT = Pattern.compile("\\S+(?: /[^/]*(?:/[^/]*)?)?");
  private static final int LONGEST_TRIED = 200;
  private static final int LONGEST_WHY = 1000;

  /** What was sent is in both, so no more is kept than tells something. */
  public Denial {
    tried = shortened(tried, LONGEST_TRIED);
    why = shortened(why, LONGEST_WHY);
  }

  private static String shortened(String text, int longest) {
    return text.length() <= longest ? text : text.substring(0, longest) + "…";
  }

  /**
   * What is counted as the same: of those who are known what they tried; of others where they came
   * from, the method and the first two parts of the path, whose rest is theirs to choose. Of both,
   * the reason.
   */
  Sort sort() {
    return caller == null
        ? new Sort(new Source(false, Network.ofClient(address)), about(), reason)
        : new Sort(new Source(true, caller), tried, reason);
  }

  private String about() {
    Matcher about = ABOUT.matcher(tried);
    return about.lookingAt() ? about.group() : tried;
  }

  /** Who it was: a caller by name, or the network from which somebody unknown has asked. */
  record Source(boolean known, String name) {}

  /** Without what and reason it stands for whatever else the source tried. */
  record Sort(Source source, @Nullable String tried, @Nullable String reason) {

    Sort whateverElse() {
      return new Sort(source, null, null);
    }
  }
}
