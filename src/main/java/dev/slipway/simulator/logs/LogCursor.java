package dev.slipway.simulator.logs;

import dev.slipway.simulator.wire.ServiceException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where in a stream a reader is. At the end it gets its own token back, as on AWS.
 *
 * @param forward whether it reads on from there, instead of back
 * @param at the number of the next event; of the newest when it begins at the tail
 */
record LogCursor(boolean forward, long at) {

  private static final Pattern TOKEN = Pattern.compile("([fb])/(\\d{1,18})/s");

  static LogCursor of(@Nullable String token, boolean fromHead) {
    if (token == null) {
      return fromHead ? new LogCursor(true, 0) : new LogCursor(false, Long.MAX_VALUE);
    }
    Matcher matcher = TOKEN.matcher(token);
    if (!matcher.matches()) {
      throw new ServiceException(
          400, "InvalidParameterException", "The specified nextToken is invalid.");
    }
    return new LogCursor(matcher.group(1).equals("f"), Long.parseLong(matcher.group(2)));
  }

  List<LogStream.Line> page(List<LogStream.Line> lines, int limit) {
    List<LogStream.Line> side =
        lines.stream().filter(line -> forward == line.number() >= at).toList();
    int size = side.size();
    return forward
        ? side.subList(0, Math.min(limit, size))
        : side.subList(Math.max(0, size - limit), size);
  }

  String forward(List<LogStream.Line> page) {
    long next = page.isEmpty() ? start() : page.getLast().number() + 1;
    return "f/" + next + "/s";
  }

  String backward(List<LogStream.Line> page) {
    long before = page.isEmpty() ? start() : page.getFirst().number();
    return "b/" + before + "/s";
  }

  private long start() {
    return at == Long.MAX_VALUE ? 0 : at;
  }
}
