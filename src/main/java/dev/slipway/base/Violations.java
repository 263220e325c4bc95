package dev.slipway.base;

import java.util.ArrayList;
import java.util.List;

/**
 * Collects every field at fault, so that a caller mends a request once and not field by field.
 * Pointers are RFC 6901 JSON pointers into the request body.
 */
public final class Violations {

  private final List<Failure.Violation> found = new ArrayList<>();

  /** Notes a field at fault unless the rule holds. */
  public Violations require(boolean holds, String pointer, String detail) {
    if (!holds) {
      found.add(new Failure.Violation(pointer, detail));
    }
    return this;
  }

  /**
   * Notes text that is too long or holds control characters (Postgres keeps no U+0000) other than
   * line breaks and tabs.
   */
  public Violations requireText(String text, int longest, String pointer) {
    require(
        text.length() <= longest,
        pointer,
        "It has %d characters; at most %d are kept.".formatted(text.length(), longest));
    return require(
        text.codePoints()
            .allMatch(c ->
                c == '\n'
                    || c == '\r'
                    || c == '\t'
                    || !Character.isISOControl(c) && Character.getType(c) != Character.SURROGATE),
        pointer,
        "It holds control characters; only line breaks and tabs may stand in it.");
  }

  /** What was found so far. */
  public List<Failure.Violation> found() {
    return List.copyOf(found);
  }

  /**
   * Ends the collection.
   *
   * @throws Failure.Invalid (400) with everything found
   */
  public void orInvalid() {
    if (!found.isEmpty()) {
      throw new Failure.Invalid("invalid-request", sentence(), found);
    }
  }

  /**
   * Ends the collection.
   *
   * @throws Failure.Refused (422) with everything found
   */
  public void orRefused(String code) {
    if (!found.isEmpty()) {
      throw new Failure.Refused(code, sentence(), found);
    }
  }

  /** A pointer with one more step, escaped as RFC 6901 wants. */
  public static String pointer(String base, String step) {
    return base + "/" + step.replace("~", "~0").replace("/", "~1");
  }

  private String sentence() {
    Failure.Violation first = found.getFirst();
    String more = found.size() == 1 ? "" : " (" + (found.size() - 1) + " more under errors)";
    return first.pointer() + ": " + first.detail() + more;
  }
}
