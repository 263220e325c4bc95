package dev.slipway.simulator.s3;

import dev.slipway.simulator.wire.ServiceException;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What of an object is asked for: all of it, a range of bytes, or one of the parts that it was
 * uploaded in ("Range" and "partNumber" in S3's API reference of GetObject and HeadObject).
 *
 * @param from the first byte
 * @param to the last byte; before the first where there is none
 * @param total the object's bytes
 * @param whole whether nothing less was asked for
 * @param parts how many parts the object has; null where no part was asked for or it was not
 *     uploaded in parts
 */
record Section(int from, int to, int total, boolean whole, @Nullable Integer parts) {

  static final Pattern RANGE = Pattern.compile("bytes=(\\d*)-(\\d*)");

  /**
   * @param range a header of that name; one that is not understood means everything
   * @param part a part's number
   * @throws ServiceException where there is no such section, and for both at once
   */
  static Section of(Buckets.Stored stored, @Nullable String range, @Nullable Integer part) {
    int total = Math.toIntExact(stored.head().contentLength());
    Matcher bytes = RANGE.matcher(range == null ? "" : range);
    boolean ranged = bytes.matches() && !(bytes.group(1).isEmpty() && bytes.group(2).isEmpty());
    if (part != null) {
      if (range != null) {
        throw new ServiceException(
            400,
            "InvalidRequest",
            "Cannot specify both Range header and partNumber query parameter");
      }
      return part(stored, part, total);
    }
    return ranged ? range(bytes, total) : new Section(0, total - 1, total, true, null);
  }

  private static Section range(Matcher bytes, int total) {
    int from = start(bytes, total);
    int to = end(bytes, total);
    if (from >= total || from > to) {
      throw new ServiceException(416, "InvalidRange", "The requested range is not satisfiable");
    }
    return new Section(from, to, total, false, null);
  }

  /** An object that was not uploaded in parts is its own first. */
  private static Section part(Buckets.Stored stored, int part, int total) {
    checkNumber(part);
    Map<Integer, Long> parts = stored.parts();
    if (parts.isEmpty() && part == 1) {
      return new Section(0, total - 1, total, total == 0, null);
    }
    long from = 0;
    for (Map.Entry<Integer, Long> one : parts.entrySet()) {
      long next = from + one.getValue();
      if (one.getKey() == part) {
        return new Section((int) from, (int) next - 1, total, total == 0, parts.size());
      }
      from = next;
    }
    throw new ServiceException(
            416, "InvalidPartNumber", "The requested partnumber is not satisfiable")
        .with("ActualPartCount", Math.max(1, parts.size()))
        .with("PartNumberRequested", part);
  }

  static void checkNumber(int part) {
    if (part < 1 || part > 10_000) {
      throw new ServiceException(
          400, "InvalidArgument", "Part number must be an integer between 1 and 10000, inclusive");
    }
  }

  long length() {
    return (long) to - from + 1;
  }

  /** The header {@code Content-Range}; null where there is none. */
  @Nullable String told() {
    return whole || to < from ? null : "bytes " + from + "-" + to + "/" + total;
  }

  static int start(Matcher range, int length) {
    if (range.group(1).isEmpty()) {
      return (int) Math.max(0, length - number(range.group(2)));
    }
    return (int) Math.min(number(range.group(1)), length);
  }

  private static int end(Matcher range, int length) {
    boolean open = range.group(2).isEmpty() || range.group(1).isEmpty();
    return open ? length - 1 : (int) Math.min(number(range.group(2)), length - 1);
  }

  /** More digits than a long has are beyond every object. */
  private static long number(String digits) {
    return digits.length() > 18 ? Integer.MAX_VALUE : Long.parseLong(digits);
  }
}
