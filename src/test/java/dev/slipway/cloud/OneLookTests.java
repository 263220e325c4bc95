package dev.slipway.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** An answer holds for one span of work and no longer; what failed is asked again. */
class OneLookTests {

  private final List<String> asked = new ArrayList<>();

  @Test
  void anAnswerHoldsUntilTheSpanEndsAlsoWhereNothingIsThere() {
    OneLook.during(() -> List.of(ask("one"), ask("one"), OneLook.during(() -> ask("one"))));
    assertThat(asked).containsExactly("one");
    OneLook.during(() -> ask("one"));
    ask("one");
    ask("one");
    assertThat(asked).as("in another span, and in none").hasSize(4);
  }

  @Test
  void ofManyNamesThoseAreAskedAboutThatAreNotKnown() {
    OneLook.during(() -> {
      assertThat(found("here", "gone")).containsOnlyKeys("here");
      assertThat(found("gone", "here", "too-here")).containsOnlyKeys("here", "too-here");
      return true;
    });
    assertThat(asked).containsExactly("here", "gone", "too-here");
  }

  @Test
  void aFailureIsNotKept() {
    OneLook.during(() -> {
      assertThatThrownBy(() ->
              OneLook.answer(
                  this,
                  "Look",
                  "one",
                  () -> {
                    throw new IllegalStateException("not now");
                  }))
          .hasMessage("not now");
      return ask("one");
    });
    assertThat(asked).containsExactly("one");
  }

  private Optional<String> ask(String about) {
    return OneLook.answer(
        this,
        "Look",
        about,
        () -> {
          asked.add(about);
          return Optional.empty();
        });
  }

  private Map<String, String> found(String... names) {
    return OneLook.found(
        this,
        "Find",
        List.of(names),
        unknown -> {
          asked.addAll(unknown);
          return unknown.stream()
              .filter(name -> name.endsWith("here"))
              .collect(Collectors.toMap(name -> name, name -> name));
        });
  }
}
