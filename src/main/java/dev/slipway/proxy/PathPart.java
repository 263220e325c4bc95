package dev.slipway.proxy;

import java.nio.charset.StandardCharsets;
import org.springframework.util.StringUtils;

/** What stands between two slashes of a path as it was sent. */
final class PathPart {

  private static final int LONGEST_NAME = 63;

  private PathPart() {}

  /**
   * A part without its percent-encoding, which is taken off once (RFC 3986, 2.4). A slash that
   * comes of it separates nothing: a part names something or nothing, and leads nowhere else. Where
   * the encoding is broken the part stays as it is, which is nothing's name.
   */
  static String decoded(String part) {
    if (part.indexOf('%') < 0) {
      return part;
    }
    try {
      return StringUtils.uriDecode(part, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException _) {
      return part;
    }
  }

  /** Whether it could be the name of an environment or a model. */
  static boolean isName(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!((c >= 'a' && c <= 'z')
          || (c >= '0' && c <= '9')
          || (c >= 'A' && c <= 'Z')
          || c == '-')) {
        return false;
      }
    }
    return !text.isEmpty() && text.length() <= LONGEST_NAME;
  }
}
