package dev.slipway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestTemplate;

/** The table of complaints names tests that exist, and leaves none out. */
class PainsTests {

  /** Rows that nothing shows yet; to be lowered, never raised. */
  private static final int OPEN = 0;

  private static final Pattern ROW = Pattern.compile("\\| (P?\\d+) \\|.*\\| ([^|]+) \\|");
  private static final String TEST = "`[\\w.]+#\\w+`";
  private static final Pattern TESTS = Pattern.compile(TEST + "(, " + TEST + ")*");

  @Test
  void everyComplaintIsInTheTableOnce() throws IOException {
    List<String> numbers =
        Stream.concat(
                IntStream.rangeClosed(1, 25).mapToObj(String::valueOf),
                IntStream.rangeClosed(1, 11).mapToObj(number -> "P" + number))
            .toList();
    assertThat(rows()).extracting(row -> row.group(1)).isEqualTo(numbers);
  }

  @Test
  void everyTestThatTheTableNamesExists() throws IOException {
    List<String> missing = new ArrayList<>();
    int open = 0;
    for (Matcher row : rows()) {
      String shown = row.group(2).strip();
      if (shown.startsWith("open: ")) {
        open++;
      } else if (!TESTS.matcher(shown).matches()) {
        missing.add(row.group(1) + " " + shown);
      } else {
        Stream.of(shown.replace("`", "").split(", "))
            .filter(test -> !exists(test))
            .forEach(test -> missing.add(row.group(1) + " " + test));
      }
    }
    assertThat(missing).isEmpty();
    assertThat(open).isLessThanOrEqualTo(OPEN);
  }

  private static boolean exists(String test) {
    String[] parts = test.split("#", 2);
    try {
      return Arrays.stream(uninitialized("dev.slipway." + parts[0]).getDeclaredMethods())
          .filter(method -> method.getName().equals(parts[1]))
          .anyMatch(method ->
              method.isAnnotationPresent(Test.class)
                  || Arrays.stream(method.getAnnotations())
                      .anyMatch(
                          one -> one.annotationType().isAnnotationPresent(TestTemplate.class)));
    } catch (ClassNotFoundException e) {
      return false;
    }
  }

  /** Some classes of tests begin a whole rehearsal when they are initialized. */
  private static Class<?> uninitialized(String name) throws ClassNotFoundException {
    return Class.forName(name, false, PainsTests.class.getClassLoader());
  }

  private static List<Matcher> rows() throws IOException {
    return Files.readAllLines(Path.of("docs/pains.md")).stream()
        .map(ROW::matcher)
        .filter(Matcher::matches)
        .toList();
  }
}
