package dev.slipway.cloud;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The canonical form of a request, of which Signature Version 4 takes the hash. */
final class CanonicalRequest {

  /** Headers that hops on the way may change; AWS's SDKs pass over the same. */
  private static final Set<String> NOT_SIGNED =
      Set.of("connection", "x-amzn-trace-id", "user-agent", "expect", "transfer-encoding");

  private static final char[] HEX = "0123456789ABCDEF".toCharArray();

  private CanonicalRequest() {}

  /** The text whose hash is signed, up to the body's hash, with which it ends. */
  static String head(String method, String path, TreeMap<String, String> signed, String names) {
    int question = path.indexOf('?');
    String bare = question < 0 ? path : path.substring(0, question);
    String query = question < 0 ? "" : path.substring(question + 1);
    // A session's token alone has about a thousand characters.
    StringBuilder text = new StringBuilder(2048);
    text.append(method).append('\n').append(path(bare)).append('\n').append(query(query));
    text.append('\n');
    signed.forEach((name, value) -> text.append(name).append(':').append(value).append('\n'));
    return text.append('\n').append(names).append('\n').toString();
  }

  /** The headers that are signed, by lower-case name, with their values' white space collapsed. */
  static TreeMap<String, String> signedHeaders(Map<String, String> headers) {
    TreeMap<String, String> signed = new TreeMap<>();
    headers.forEach((name, value) -> {
      String lower = name.toLowerCase(Locale.ROOT);
      if (!NOT_SIGNED.contains(lower)) signed.put(lower, collapsed(value));
    });
    return signed;
  }

  /** A header's value as it is signed. */
  static String collapsed(String value) {
    boolean plain = true;
    for (int i = 0; i < value.length() && plain; i++) {
      char c = value.charAt(i);
      boolean edge = i == 0 || i == value.length() - 1;
      plain = c > ' ' || (c == ' ' && !edge && value.charAt(i + 1) != ' ');
    }
    if (plain) return value;
    StringBuilder text = new StringBuilder(value.length());
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (!isSpace(c)) text.append(c);
      else if (!text.isEmpty() && text.charAt(text.length() - 1) != ' ') text.append(' ');
    }
    if (!text.isEmpty() && text.charAt(text.length() - 1) == ' ') text.setLength(text.length() - 1);
    return text.toString();
  }

  private static boolean isSpace(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\u000B' || c == '\r' || c == '\f';
  }

  /** Every service but S3 encodes the sent path once more, dot segments removed. */
  private static String path(String sent) {
    if (sent.isEmpty()) return "/";
    if (isCanonical(sent)) return sent;
    String path = URI.create("http://host" + sent).normalize().getRawPath();
    if (path.isEmpty()) return "/";
    boolean strayedSlash = path.length() > 1 && path.endsWith("/") && !sent.endsWith("/");
    String encoded = encoded(path, true);
    return strayedSlash ? encoded.substring(0, encoded.length() - 1) : encoded;
  }

  /** Whether encoding and removing dot segments would change nothing. */
  private static boolean isCanonical(String path) {
    char before = 0;
    for (int i = 0; i < path.length(); i++) {
      char c = path.charAt(i);
      if (!isUnreserved(c) && c != '/') return false;
      if (before == '/' && (c == '/' || c == '.')) return false;
      before = c;
    }
    return path.charAt(0) == '/';
  }

  private static String query(String sent) {
    if (sent.isEmpty()) return "";
    List<String[]> pairs = new ArrayList<>();
    for (String part : sent.split("&", -1)) {
      if (part.isEmpty()) continue;
      int equals = part.indexOf('=');
      String name = equals < 0 ? part : part.substring(0, equals);
      String value = equals < 0 ? "" : part.substring(equals + 1);
      pairs.add(new String[] {recoded(name), recoded(value)});
    }
    pairs.sort(Comparator.<String[], String>comparing(pair -> pair[0]).thenComparing(it -> it[1]));
    StringBuilder text = new StringBuilder(sent.length() + 8);
    for (String[] pair : pairs) {
      if (!text.isEmpty()) text.append('&');
      text.append(pair[0]).append('=').append(pair[1]);
    }
    return text.toString();
  }

  /** Decoded and encoded again, so that every writer's encoding comes out the same. */
  private static String recoded(String part) {
    byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream decoded = new ByteArrayOutputStream(bytes.length);
    for (int i = 0; i < bytes.length; i++) {
      int high = i + 2 < bytes.length ? Character.digit(bytes[i + 1], 16) : -1;
      int low = i + 2 < bytes.length ? Character.digit(bytes[i + 2], 16) : -1;
      if (bytes[i] == '%' && high >= 0 && low >= 0) {
        decoded.write(high * 16 + low);
        i += 2;
      } else {
        decoded.write(bytes[i] == '+' ? ' ' : bytes[i]);
      }
    }
    return encoded(decoded.toByteArray(), false);
  }

  private static String encoded(String text, boolean keepSlashes) {
    return encoded(text.getBytes(StandardCharsets.UTF_8), keepSlashes);
  }

  private static String encoded(byte[] bytes, boolean keepSlashes) {
    StringBuilder text = new StringBuilder(bytes.length + 16);
    for (byte b : bytes) {
      char c = (char) (b & 0xff);
      if (isUnreserved(c) || (c == '/' && keepSlashes)) text.append(c);
      else text.append('%').append(HEX[c >> 4]).append(HEX[c & 15]);
    }
    return text.toString();
  }

  private static boolean isUnreserved(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '-'
        || c == '.'
        || c == '_'
        || c == '~';
  }
}
