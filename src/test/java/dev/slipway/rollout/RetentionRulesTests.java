package dev.slipway.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is left to collect once a release serves, by what is on record. */
class RetentionRulesTests {

  private static final List<OwnedResource> OWNED =
      List.of(
          owned(ResourceKind.ENDPOINT, "e", 1),
          owned(ResourceKind.MODEL, "m1", 1),
          owned(ResourceKind.ENDPOINT_CONFIG, "c1", 1),
          owned(ResourceKind.MODEL, "m2", 2),
          owned(ResourceKind.ENDPOINT_CONFIG, "c2", 2),
          owned(ResourceKind.ALARM, "c2-abort", 2),
          owned(ResourceKind.MODEL, "m2", 3),
          owned(ResourceKind.ENDPOINT_CONFIG, "c3", 3),
          owned(ResourceKind.ALARM, "paging", 3),
          owned(ResourceKind.SCALABLE_TARGET, "endpoint/e/variant/primary", 3),
          owned(ResourceKind.ROLE, "role", 3));

  @Test
  void asManyReleasesAreKeptAsTheEnvironmentSaysAndWhatWasReplacedAlways() {
    assertThat(Retention.kept(0, 3, OWNED, 1)).containsExactly(0, 3);
    assertThat(Retention.kept(0, 3, OWNED, 2)).containsExactly(0, 3, 2);
    assertThat(Retention.kept(0, 1, OWNED, 2)).containsExactly(0, 1, 3);
    assertThat(Retention.kept(3, null, OWNED, 9)).containsExactly(3, 2, 1);
  }

  @Test
  void releasesThatNeverServedTakeNoPlaceOfThoseThatHave() {
    List<OwnedResource> owned = new ArrayList<>(OWNED);
    owned.add(
        new OwnedResource(
            ResourceKind.ENDPOINT_CONFIG, "c4", 4, false, new UUID(0, 4), null, false));
    assertThat(Retention.kept(5, null, owned, 2)).containsExactly(5, 3, 2);
    assertThat(Retention.kept(4, null, owned, 2)).as("it serves now").containsExactly(4, 3, 2);
  }

  @Test
  void alarmsOfOthersGoThenConfigurationsThenModelsThatNoneIsLeftOf() {
    assertThat(names(collected(Set.of(4, 3), "e", Set.of("c3"))))
        .as("a model that a kept release shares stays")
        .containsExactly("c2-abort", "c1", "c2", "m1");
    assertThat(names(collected(Set.of(4, 3, 2), "e", Set.of("c1"))))
        .as("what ran before the update stays, and its model with it")
        .containsExactly("c2-abort");
    assertThat(names(collected(Set.of(4), "e", Set.of())))
        .as("each once, whoever made it")
        .containsExactly("c2-abort", "c1", "c2", "c3", "m1", "m2");
  }

  @Test
  void anEndpointThatAnotherOneHasTakenThePlaceOfGoesFirstWithWhatScaledIt() {
    assertThat(names(collected(Set.of(4, 3, 2, 1), "e--s4", Set.of())))
        .containsExactly("endpoint/e/variant/primary", "e", "c2-abort");
  }

  private static Retention collected(Set<Integer> kept, String serving, Set<String> configs) {
    return new Retention(OWNED, serving, kept, Set.of("paging"), configs, "m4");
  }

  private static List<String> names(Retention retention) {
    List<OwnedResource> all = retention.all();
    assertThat(retention.next()).isEqualTo(all.stream().findFirst());
    return all.stream().map(OwnedResource::name).toList();
  }

  private static OwnedResource owned(ResourceKind kind, String name, @Nullable Integer release) {
    return new OwnedResource(kind, name, release, true, new UUID(0, 1), null, false);
  }
}
