package dev.slipway.endpoint;

import dev.slipway.base.Failure.Conflict;
import dev.slipway.cloud.CloudLocation;
import dev.slipway.endpoint.Plan.Remark;
import dev.slipway.endpoint.Plan.Severity;
import dev.slipway.environment.Environment;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The names that endpoints have. A stable name is one endpoint's. SageMaker's are unique in an
 * account and region alone, and an imported endpoint goes on being called by the one that it had:
 * so no stable name may be one of these, or its callers would reach another model.
 */
@Component
class TakenNames {

  /** Whether callers of an imported endpoint know it by the name. */
  private static final String CALLED =
      """
      (p.adoption is not null
       and (coalesce(p.adoption ->> 'imported_as', p.physical_name) = :name
            or p.adoption -> 'earlier_names' @> to_jsonb(cast(:name as text))))
      """;

  private final JdbcClient jdbc;

  TakenNames(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Refuses a stable name that another endpoint has, or that it has or had in SageMaker: its
   * callers ask for it.
   *
   * @throws Conflict {@code endpoint-name-taken}
   */
  void requireFree(String name) {
    jdbc.sql(
            EndpointRow.SELECT
                + "where p.name = :name or p.physical_name = :name or "
                + CALLED
                + " limit 1")
        .param("name", name)
        .query(EndpointRow::read)
        .optional()
        .ifPresent(other -> {
          throw taken(
              name,
              other,
              (other.name().equals(name) ? "" : ", which SageMaker calls so")
                  + ". Use another model or environment name.");
        });
  }

  private static Conflict taken(String name, Endpoint other, String andNow) {
    return new Conflict(
        Endpoints.NAME_TAKEN,
        "The name "
            + name
            + " belongs to the endpoint of "
            + other.model()
            + " in "
            + other.environment()
            + andNow,
        "/v1/endpoints/" + other.name());
  }

  /**
   * Refuses a SageMaker endpoint that is on record already, and one whose name Slipway has for
   * another endpoint in the same account and region.
   *
   * @param itself the endpoint as which it was on record before; null for none
   * @throws Conflict {@code endpoint-exists}, {@code endpoint-name-taken}
   */
  void requireUnknown(String physicalName, Environment environment, @Nullable UUID itself) {
    CloudLocation place = environment.profile().location();
    jdbc.sql(
            EndpointRow.SELECT
                + "where (p.name = :name or p.physical_name = :name"
                + " or p.adoption #>> '{before,physical_name}' = :name)"
                + " and p.account_id = :account and p.region = :region"
                + " and p.id is distinct from :itself"
                + " order by p.physical_name = :name desc limit 1")
        .param("name", physicalName)
        .param("account", place.accountId())
        .param("region", place.region())
        .param("itself", itself)
        .query(EndpointRow::read)
        .optional()
        .ifPresent(other -> {
          if (other.name().equals(physicalName) && !other.physicalName().equals(physicalName)) {
            throw taken(
                physicalName,
                other,
                " in the same account and region: a deployment there may make it again.");
          }
          throw new Conflict(
              "endpoint-exists",
              "The SageMaker endpoint "
                  + physicalName
                  + " is on record already, as "
                  + other.name()
                  + (other.ours()
                      ? "."
                      : ". To import it otherwise, retire it first: that leaves AWS as it is."),
              "/v1/endpoints/" + other.name());
        });
  }

  /**
   * What the proxy makes of an imported endpoint's name where it is not this endpoint's alone.
   *
   * @param stableName the stable name that the imported endpoint has or gets
   */
  List<Remark> remarks(String physicalName, String stableName) {
    List<Endpoint> others =
        jdbc.sql(
                EndpointRow.SELECT
                    + "where p.name <> :stable and (p.name = :name or "
                    + CALLED
                    + ") order by p.name")
            .param("stable", stableName)
            .param("name", physicalName)
            .query(EndpointRow::read)
            .list();
    List<Remark> remarks = new ArrayList<>();
    if (others.stream().anyMatch(it -> it.name().equals(physicalName))) {
      remarks.add(
          new Remark(
              Severity.WARNING,
              "name-means-another",
              "At the proxy "
                  + physicalName
                  + " is another endpoint's stable name, and goes on to mean that one.",
              "Let the callers of this one ask for " + stableName + "."));
    } else if (!others.isEmpty()) {
      remarks.add(
          new Remark(
              Severity.WARNING,
              "name-means-several",
              "SageMaker has the name "
                  + physicalName
                  + " for "
                  + others.stream().map(Endpoint::name).collect(Collectors.joining(", "))
                  + " too. At the proxy it means to each caller the one that this caller may ask;"
                  + " whoever may ask several of them is refused.",
              "Let callers who may ask several ask by the stable names: "
                  + Stream.concat(Stream.of(stableName), others.stream().map(Endpoint::name))
                      .collect(Collectors.joining(", "))
                  + "."));
    }
    return remarks;
  }
}
