package dev.slipway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.modulith.ApplicationModule;

/** The table of the rooms in docs/architecture.md says what the rooms' own declarations say. */
class RoomsTableTests {

  private static final Path SOURCES = Path.of("src/main/java/dev/slipway");
  private static final Pattern ROW =
      Pattern.compile("^\\| `(\\w+)` \\|[^|]*\\| ([^|]*) \\|$", Pattern.MULTILINE);
  private static final Pattern REMARK = Pattern.compile(" \\([^)]*\\)");

  @Test
  void theTableNamesEveryRoomWithExactlyWhatItMayUse() throws IOException {
    Map<String, Set<String>> told = new TreeMap<>(told());
    // It wires the others, and is the one room that is not held back.
    assertThat(told).containsKey("local");
    told.remove("local");

    assertThat(told).isEqualTo(declared());
  }

  private static Map<String, Set<String>> told() throws IOException {
    String table = section(Files.readString(Path.of("docs/architecture.md")), "## The rooms");
    return ROW.matcher(table)
        .results()
        .collect(Collectors.toMap(row -> row.group(1), RoomsTableTests::mayUse));
  }

  private static String section(String page, String heading) {
    int begins = page.indexOf(heading);
    return page.substring(begins, page.indexOf("\n## ", begins + 1));
  }

  private static Set<String> mayUse(MatchResult row) {
    String rooms = REMARK.matcher(row.group(2)).replaceAll("");
    return rooms.equals("–") ? Set.of() : new TreeSet<>(Arrays.asList(rooms.split(", ", -1)));
  }

  private static Map<String, Set<String>> declared() throws IOException {
    try (Stream<Path> rooms = Files.list(SOURCES).filter(Files::isDirectory)) {
      return rooms
          .map(room -> room.getFileName().toString())
          .filter(room -> !room.equals("local"))
          .collect(Collectors.toMap(room -> room, RoomsTableTests::declared));
    }
  }

  private static Set<String> declared(String room) {
    try {
      ApplicationModule module =
          Class.forName("dev.slipway." + room + ".package-info")
              .getAnnotation(ApplicationModule.class);
      return new TreeSet<>(
          Arrays.asList(
              Objects.requireNonNull(module, () -> room + " declares nothing")
                  .allowedDependencies()));
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(room + " has no package-info", e);
    }
  }
}
