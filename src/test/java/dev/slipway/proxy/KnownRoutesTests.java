package dev.slipway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.base.Failure;
import dev.slipway.cloud.Cloud;
import dev.slipway.cloud.CloudFailure;
import dev.slipway.cloud.CloudLocation;
import dev.slipway.cloud.Clouds;
import dev.slipway.cloud.Upstream;
import dev.slipway.endpoint.Route;
import dev.slipway.endpoint.Route.Serving;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class KnownRoutesTests {

  private static final Target NAME = new Target.Named("prod-fraud-detector");
  private static final Target MODEL = new Target.Logical("prod", "fraud-detector");
  private final Upstream upstream =
      new Upstream(URI.create("https://runtime.example/base/"), "eu-west-1", () -> this.keys.get());

  private final Upstream another =
      new Upstream(URI.create("https://runtime.example"), "eu-west-1", () -> TestUpstream.KEYS);

  private Supplier<List<Route>> database = List::of;
  private boolean reachable = true;
  private volatile Supplier<Upstream.Keys> keys = () -> TestUpstream.KEYS;
  private final KnownRoutes routes =
      new KnownRoutes(() -> database.get(), Map::of, new KnownUpstreams(new SometimesReachable()));

  private final class SometimesReachable implements Clouds {
    @Override
    public Cloud at(CloudLocation location) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Upstream upstream(CloudLocation location) {
      if (!reachable) {
        throw new CloudFailure(
            CloudFailure.Kind.DENIED,
            "AssumeRole",
            new Failure.Aws("sts", "AccessDenied", null),
            "no",
            new IllegalStateException());
      }
      return location.roleArn() == null ? upstream : another;
    }
  }

  @Test
  void nothingIsKnownBeforeTheFirstReading() {
    database =
        () -> {
          throw new IllegalStateException("down");
        };
    routes.refresh();
    assertThat(routes.known()).isFalse();
    assertThat(routes.find(NAME)).isEmpty();
  }

  @Test
  void anEndpointIsFoundByItsNameAndByItsModel() {
    serves(7);
    assertThat(routes.find(NAME)).isEqualTo(routes.find(MODEL)).isPresent();
    assertThat(routes.find(NAME).orElseThrow().path())
        .isEqualTo("/base/endpoints/physical-7/invocations");
    assertThat(routes.find(new Target.Named("prod"))).isEmpty();
  }

  @Test
  void anImportedNameIsAnAliasUnlessItIsAnothersNameOrSeveralHaveIt() {
    Route renamed = imported("prod-churn", "churn");
    Route hidden = imported("prod-score", "prod-fraud-detector");
    Route one = imported("prod-one", "both");
    Route other = imported("prod-other", "both");
    database =
        () ->
            List.of(RunningProxy.route(List.of(new Serving(7, "v"))), renamed, hidden, one, other);
    routes.refresh();
    assertThat(routes.find(new Target.Named("churn")).orElseThrow().route()).isEqualTo(renamed);
    assertThat(routes.find(NAME).orElseThrow().route().model()).isEqualTo("fraud-detector");
    assertThat(routes.find(new Target.Named("both"))).isEmpty();
    assertThat(routes.namesakes(new Target.Named("both"))).containsExactly(one, other);
    assertThat(routes.namesakes(NAME)).isEmpty();
    assertThat(routes.find(new Target.Named("prod-other"))).isPresent();
  }

  private static Route imported(String name, String alias) {
    return new Route(
        name,
        "prod",
        name.substring("prod-".length()),
        name + "--s2",
        List.of(alias),
        RunningProxy.LOCATION,
        List.of(new Serving(1, "v")));
  }

  @Test
  void theLastKnownRoutesStayWhileTheDatabaseIsDown() {
    serves(7);
    database =
        () -> {
          throw new IllegalStateException("down");
        };
    routes.refresh();
    assertThat(routes.find(NAME)).isPresent();
    serves(8);
    assertThat(routes.find(NAME).orElseThrow().route().serving().getFirst().release()).isEqualTo(8);
    database = List::of;
    routes.refresh();
    assertThat(routes.find(NAME)).isEmpty();
    assertThat(routes.known()).isTrue();
  }

  @Test
  void anAccountThatCannotBeReachedDoesNotHideTheRouteAndIsTriedAgain() {
    reachable = false;
    serves(7);
    assertThat(routes.find(NAME).orElseThrow().upstream()).isNull();
    reachable = true;
    routes.refresh();
    assertThat(routes.find(NAME).orElseThrow().upstream()).isEqualTo(upstream);
  }

  @Test
  void aRoleThatCannotBeAssumedYetLeavesTheOneBeforeAtWork() {
    serves(7);
    reachable = false;
    serves(7, in("123456789012"));
    for (int i = 0; i < 2; i++) {
      assertThat(routes.find(NAME).orElseThrow().upstream()).isEqualTo(upstream);
      routes.refresh();
    }
    reachable = true;
    routes.refresh();
    assertThat(routes.find(NAME).orElseThrow().upstream()).isEqualTo(another);

    reachable = false;
    serves(7, in("another-account"));
    assertThat(routes.find(NAME).orElseThrow().upstream()).as("elsewhere").isNull();
  }

  private static CloudLocation in(String account) {
    return new CloudLocation(account, "eu-west-1", "arn:aws:iam::123456789012:role/next", null);
  }

  private static CloudFailure locked() {
    return new CloudFailure(
        CloudFailure.Kind.UNAVAILABLE,
        "AssumeRole",
        new Failure.Aws("sts", "ServiceUnavailable", null),
        "no",
        new IllegalStateException());
  }

  @Test
  void keysAreFetchedBeforeTheFirstPredictionNeedsThem() {
    keys =
        () -> {
          throw locked();
        };
    serves(7);
    assertThat(routes.find(NAME).orElseThrow().upstream()).isNull();
    keys = () -> TestUpstream.KEYS;
    routes.refresh();
    assertThat(routes.find(NAME).orElseThrow().upstream()).isNotNull();
  }

  @Test
  void keysAreKeptFreshWhileNobodyPredictsAndNothingChanges() {
    AtomicInteger asked = new AtomicInteger();
    keys =
        () -> {
          asked.incrementAndGet();
          return TestUpstream.KEYS;
        };
    serves(7);
    int opened = asked.get();
    routes.refresh();
    assertThat(asked).hasValue(opened + 1);

    reachable = false;
    serves(7, in("123456789012"));
    routes.refresh();
    assertThat(asked).as("of a role that still signs").hasValueGreaterThan(opened + 2);

    int before = asked.get();
    database =
        () -> {
          throw new IllegalStateException("down");
        };
    routes.refresh();
    assertThat(asked).as("while the database is down").hasValue(before + 1);

    database = List::of;
    routes.refresh();
    int last = asked.get();
    routes.refresh();
    assertThat(asked).as("of what serves nothing more").hasValue(last);
  }

  @Test
  void aWayThatNobodyUsedForAWhileIsOpenedAnew() {
    serves(7);
    database = List::of;
    routes.refresh();
    keys =
        () -> {
          throw locked();
        };
    serves(7);
    assertThat(routes.find(NAME).orElseThrow().upstream()).isNull();
  }

  private void serves(int release) {
    serves(release, RunningProxy.LOCATION);
  }

  private void serves(int release, CloudLocation location) {
    Route route =
        new Route(
            "prod-fraud-detector",
            "prod",
            "fraud-detector",
            "physical-7",
            List.of(),
            location,
            List.of(new Serving(release, "v")));
    database = () -> List.of(route);
    routes.refresh();
  }
}
