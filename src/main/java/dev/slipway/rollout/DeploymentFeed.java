package dev.slipway.rollout;

import dev.slipway.access.Principal;
import dev.slipway.access.Reach;
import dev.slipway.access.Role;
import dev.slipway.live.Audience;
import dev.slipway.live.Feed;
import dev.slipway.live.Placed;
import dev.slipway.live.Telling;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Deployments as they change. Each is told with its latest state, once for all changes in between.
 */
@Component
class DeploymentFeed extends Feed<DeploymentFeed.Changed> {

  private static final Wanted ALL = new Wanted(null, null, null);

  private final JdbcClient jdbc;
  private final DeploymentAnswers answers;

  DeploymentFeed(JdbcClient jdbc, DeploymentAnswers answers) {
    this.jdbc = jdbc;
    this.answers = answers;
  }

  /**
   * A deployment that has changed.
   *
   * @param environment where it happens
   */
  record Changed(DeploymentAnswers.Answer deployment, String environment) {}

  /** Which deployments are told of; null for any. */
  record Wanted(
      @Nullable String endpoint, @Nullable String environment, @Nullable DeploymentState state) {}

  @Override
  protected List<Placed<Changed>> between(long after, long until, int limit) {
    return changes(ALL, Reach.EVERYWHERE, after, until, limit);
  }

  @Override
  protected Object told(Changed change) {
    return change.deployment();
  }

  @Override
  protected Telling<Changed> everything() {
    return telling("deployment", ALL);
  }

  @Override
  protected boolean isOutdated(Changed earlier, Changed later) {
    return earlier.deployment().id().equals(later.deployment().id());
  }

  /** What is told: the wanted deployments, as far as the caller may see them. */
  Telling<Changed> telling(Wanted wanted) {
    return telling(Telling.MESSAGE, wanted);
  }

  private Telling<Changed> telling(String name, Wanted wanted) {
    Function<Principal, Audience<Changed>> audience =
        caller -> new Narrowed(wanted, caller.reach(Role.VIEWER).only(wanted.environment()));
    return new Telling<>(name, this, audience, false);
  }

  private final class Narrowed implements Audience<Changed> {
    private final Wanted wanted;
    private final Reach seen;

    Narrowed(Wanted wanted, Reach seen) {
      this.wanted = wanted;
      this.seen = seen;
    }

    @Override
    public boolean wants(Changed change) {
      return seen.contains(change.environment())
          && (wanted.endpoint() == null || wanted.endpoint().equals(change.deployment().endpoint()))
          && (wanted.state() == null || wanted.state() == change.deployment().state());
    }

    @Override
    public List<Placed<Changed>> missed(long after, long until, int limit) {
      return changes(wanted, seen, after, until, limit);
    }
  }

  private List<Placed<Changed>> changes(
      Wanted wanted, Reach seen, long after, long until, int limit) {
    return jdbc
        .sql(
            """
            select d.*, e.name as endpoint, v.name as environment, c.position
            from deployment_position c
            join deployment d on d.id = c.deployment_id
            join endpoint e on e.id = d.endpoint_id
            join environment v on v.id = e.environment_id
            where c.position > :after and c.position <= :until
              and (:endpoint::text is null or e.name = :endpoint)
              and (:state::text is null or d.state = :state)
              and (:seen::text[] is null or v.name = any(:seen::text[]))
            order by c.position limit :limit
            """)
        .param("after", after)
        .param("until", until)
        .param("endpoint", wanted.endpoint())
        .param("state", wanted.state() == null ? null : wanted.state().name())
        .param("seen", seen.names())
        .param("limit", limit)
        .query((row, number) ->
            new Found(
                row.getLong("position"),
                DeploymentRow.read(row, number),
                row.getString("environment")))
        .list()
        .stream()
        .map(found ->
            new Placed<>(
                found.position(), new Changed(answers.of(found.deployment()), found.environment())))
        .toList();
  }

  /** The answers need queries of their own, so they are made once the rows are read. */
  private record Found(long position, Deployment deployment, String environment) {}
}
