package dev.slipway.catalog;

import dev.slipway.base.Json;
import dev.slipway.base.Timestamps;
import dev.slipway.cloud.CloudClock;
import dev.slipway.cloud.Fingerprint;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * The digest and bytes for which a version's names stood when it was first promoted. From then on
 * every environment gets these, even if a tag or an object has changed since.
 */
@Component
public class VersionBits {

  private final JdbcClient jdbc;
  private final CloudClock clock;

  VersionBits(JdbcClient jdbc, CloudClock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /**
   * One container's.
   *
   * @param container its place in the pipeline, from 0
   * @param imageDigest null where the registry did not say
   * @param artifact null where there is none
   * @param address names the artifact's bytes in a store; null where there are none
   */
  public record Bits(
      int container,
      @Nullable String imageDigest,
      @Nullable Fingerprint artifact,
      @Nullable String address) {

    /** Nothing is fixed yet. */
    public static Bits unknown(int container) {
      return new Bits(container, null, null, null);
    }
  }

  /** What is fixed of a version, by container. */
  @Transactional(readOnly = true)
  public Map<Integer, Bits> of(UUID version) {
    return jdbc
        .sql("select * from version_bits where model_version_id = ?")
        .param(version)
        .query(VersionBits::row)
        .list()
        .stream()
        .collect(Collectors.toMap(Bits::container, bits -> bits));
  }

  /**
   * Fixes what is not fixed yet; part of the promotion's transaction. The first values stay; a
   * digest that was not known then is added.
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public void fix(UUID version, List<Bits> all) {
    for (Bits bits : all) {
      jdbc.sql(
              """
              insert into version_bits (model_version_id, container, image_digest, artifact, address,
                                        fixed_at)
              values (:version, :container, :digest, :artifact::jsonb, :address, :now)
              on conflict (model_version_id, container) do update
              set image_digest = coalesce(version_bits.image_digest, excluded.image_digest)
              """)
          .param("version", version)
          .param("container", bits.container())
          .param("digest", bits.imageDigest())
          .param("artifact", bits.artifact() == null ? null : Json.write(bits.artifact()))
          .param("address", bits.address())
          .param("now", Timestamps.utc(clock.now()))
          .update();
    }
  }

  private static Bits row(ResultSet row, int number) throws SQLException {
    String artifact = row.getString("artifact");
    return new Bits(
        row.getInt("container"),
        row.getString("image_digest"),
        artifact == null ? null : Json.read(artifact, Fingerprint.class),
        row.getString("address"));
  }
}
