package dev.slipway.simulator.scaling;

import dev.slipway.simulator.wire.ServiceException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** When a scheduled action is due: {@code at(…)}, {@code rate(…)} or {@code cron(…)}. */
sealed interface Schedule {

  /**
   * The first instant after another at which it is due; empty when there is none any more.
   *
   * @param begin since when rates count
   */
  Optional<Instant> next(Instant after, Instant begin);

  /**
   * The first instant of one that has a start: "Application Auto Scaling performs the action at
   * this time, and then performs the action based on the specified recurrence" (AWS's guide).
   */
  default Optional<Instant> first(Instant start) {
    return Optional.of(start);
  }

  /** Once. */
  record At(Instant when) implements Schedule {
    @Override
    public Optional<Instant> next(Instant after, Instant begin) {
      return when.isAfter(after) ? Optional.of(when) : Optional.empty();
    }

    @Override
    public Optional<Instant> first(Instant start) {
      return when.isBefore(start) ? Optional.empty() : Optional.of(when);
    }
  }

  /** Again and again. */
  record Rate(Duration every) implements Schedule {
    @Override
    public Optional<Instant> next(Instant after, Instant begin) {
      long passed = Math.max(0, Duration.between(begin, after).toMillis());
      return Optional.of(begin.plusMillis((passed / every.toMillis() + 1) * every.toMillis()));
    }
  }

  /** By the calendar: minutes, hours, day of month, month, day of week (1 is Sunday), year. */
  record Cron(List<BitSet> fields, ZoneId zone) implements Schedule {

    private static final int[] LEAST = {0, 0, 1, 1, 1, 1970};
    private static final int[] MOST = {59, 23, 31, 12, 7, 2199};
    private static final List<String> MONTHS =
        List.of("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC");
    private static final List<String> DAYS =
        List.of("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT");

    static Cron of(String text, ZoneId zone) {
      String[] parts = text.strip().split("\\s+");
      if (parts.length != 6) {
        throw invalid("cron(" + text + ")");
      }
      BitSet[] fields = new BitSet[6];
      for (int i = 0; i < 6; i++) {
        fields[i] = field(parts[i].toUpperCase(Locale.ROOT), i);
      }
      return new Cron(List.of(fields), zone);
    }

    @Override
    public Optional<Instant> next(Instant after, Instant begin) {
      ZonedDateTime time = after.atZone(zone).truncatedTo(ChronoUnit.MINUTES).plusMinutes(1);
      ZonedDateTime end = time.plusYears(5);
      while (time.isBefore(end)) {
        if (!isDay(time)) {
          time = time.truncatedTo(ChronoUnit.DAYS).plusDays(1);
        } else if (!fields.get(1).get(time.getHour())) {
          time = time.truncatedTo(ChronoUnit.HOURS).plusHours(1);
        } else if (!fields.get(0).get(time.getMinute())) {
          time = time.plusMinutes(1);
        } else {
          return Optional.of(time.toInstant());
        }
      }
      return Optional.empty();
    }

    private boolean isDay(ZonedDateTime time) {
      return fields.get(2).get(time.getDayOfMonth())
          && fields.get(3).get(time.getMonthValue())
          && fields.get(4).get(time.getDayOfWeek().getValue() % 7 + 1)
          && fields.get(5).get(time.getYear());
    }

    private static BitSet field(String text, int place) {
      BitSet values = new BitSet();
      for (String part : text.split(",")) {
        String[] step = part.split("/", 2);
        String[] range = step[0].split("-", 2);
        boolean any = step[0].equals("*") || step[0].equals("?");
        int from = any ? LEAST[place] : number(range[0], place);
        boolean open = any || (step.length == 2 && range.length == 1);
        int to = open ? MOST[place] : number(range[range.length - 1], place);
        int by = step.length == 2 ? number(step[1], place) : 1;
        if (from < LEAST[place] || to > MOST[place] || by < 1 || from > to) {
          throw invalid(text);
        }
        for (int value = from; value <= to; value += by) {
          values.set(value);
        }
      }
      return values;
    }

    private static int number(String text, int place) {
      int named = place == 3 ? MONTHS.indexOf(text) : place == 4 ? DAYS.indexOf(text) : -1;
      try {
        return named >= 0 ? named + 1 : Integer.parseInt(text);
      } catch (NumberFormatException e) {
        throw invalid(text);
      }
    }
  }

  /**
   * Reads a schedule; refuses what is none. {@code L}, {@code W} and {@code #} are not modelled.
   */
  static Schedule parse(String text, @org.jspecify.annotations.Nullable String timezone) {
    try {
      ZoneId zone = ZoneId.of(timezone == null ? "UTC" : timezone);
      Matcher form = Pattern.compile("(at|rate|cron)\\((.*)\\)").matcher(text.strip());
      if (!form.matches()) {
        throw invalid(text);
      }
      String what = form.group(2).strip();
      return switch (form.group(1)) {
        case "at" -> new At(LocalDateTime.parse(what).atZone(zone).toInstant());
        case "rate" -> new Rate(rate(what));
        default -> Cron.of(what, zone);
      };
    } catch (DateTimeException e) {
      throw invalid(text);
    }
  }

  private static Duration rate(String text) {
    Matcher form = Pattern.compile("([1-9][0-9]{0,8})\\s+(minute|hour|day)s?").matcher(text);
    if (!form.matches()) {
      throw invalid("rate(" + text + ")");
    }
    return Duration.of(
        Long.parseLong(form.group(1)),
        ChronoUnit.valueOf(form.group(2).toUpperCase(Locale.ROOT) + "S"));
  }

  private static ServiceException invalid(String text) {
    return ServiceException.validation("Invalid schedule expression: " + text);
  }
}
