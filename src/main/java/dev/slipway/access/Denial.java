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
 * @param reason what tells the refusal from other refusals; equal where only the sentences differ,
 *     for example by a time of day
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

  /** Shortens what is kept: both the attempt and the sentence hold what the caller sent. */
  public Denial {
    tried = shortened(tried, LONGEST_TRIED);
    why = shortened(why, LONGEST_WHY);
  }

  private static String shortened(String text, int longest) {
    return text.length() <= longest ? text : text.substring(0, longest) + "…";
  }

  /**
   * The sort under which the attempt is counted. For a known caller these are the caller, what they
   * tried and the reason. For an unknown caller these are the network, the reason, the method and
   * the first two parts of the path; the rest of the path is theirs to choose.
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

  /**
   * A sort of attempts that are counted together. Without attempt and reason it stands for all else
   * that the source tried.
   */
  record Sort(Source source, @Nullable String tried, @Nullable String reason) {

    Sort whateverElse() {
      return new Sort(source, null, null);
    }
  }
}
