package dev.slipway.endpoint;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/** An endpoint's row. */
@Entity
@Table(name = "endpoint")
class StoredEndpoint {

  @Id private UUID id;
  private String name;
  private String physicalName;
  private UUID modelId;
  private UUID environmentId;

  @JdbcTypeCode(SqlTypes.JSON)
  @Column(columnDefinition = "jsonb")
  private String overrides;

  private @Nullable UUID currentReleaseId;
  private @Nullable String currentConfig;
  private @Nullable UUID pendingReleaseId;

  @JdbcTypeCode(SqlTypes.ARRAY)
  @Column(columnDefinition = "uuid[]")
  private List<UUID> unsettledReleaseIds;

  private int lastRelease;
  private boolean retired;

  @JdbcTypeCode(SqlTypes.JSON)
  @Column(columnDefinition = "jsonb")
  private @Nullable String adoption;

  private @Nullable String forgottenImport;
  private Instant createdAt;

  @Version private @Nullable Long version;

  @SuppressWarnings("NullAway.Init")
  protected StoredEndpoint() {}

  StoredEndpoint(UUID id, String name, UUID modelId, UUID environmentId, Instant now) {
    this.id = id;
    this.name = name;
    this.physicalName = name;
    this.modelId = modelId;
    this.environmentId = environmentId;
    this.overrides = "{}";
    this.unsettledReleaseIds = List.of();
    this.createdAt = now;
  }

  /** The version of the very row that is changed, so that no other change slips in between. */
  long version() {
    return Objects.requireNonNull(version);
  }

  void override(String settings) {
    this.overrides = settings;
  }

  /** Marks the endpoint as made elsewhere, under a name of its own. */
  void adopt(String nameInAws, String what) {
    this.physicalName = nameInAws;
    this.adoption = what;
  }

  /** Puts back what was on record before an import, and remembers what that was of. */
  void forgetImport(String nameInAws, @Nullable String what) {
    this.forgottenImport = physicalName;
    this.physicalName = nameInAws;
    this.adoption = what;
  }

  /** The SageMaker endpoint whose import was forgotten last; null for none. */
  @Nullable String forgottenImport() {
    return forgottenImport;
  }

  /** Another SageMaker endpoint has taken the place of the one that served. */
  void move(String nameInAws) {
    this.physicalName = nameInAws;
  }

  String physicalName() {
    return physicalName;
  }

  @Nullable String adoption() {
    return adoption;
  }

  /** The next release's number. */
  int nextRelease() {
    lastRelease = lastRelease + 1;
    return lastRelease;
  }

  void expect(@Nullable UUID release) {
    pendingReleaseId = release;
  }

  /** The release that was expected may serve for ever: nobody looks any more whether it does. */
  void leaveOpen() {
    if (pendingReleaseId == null) return;
    List<UUID> open = new ArrayList<>(unsettledReleaseIds);
    open.remove(pendingReleaseId);
    open.add(pendingReleaseId);
    unsettledReleaseIds = List.copyOf(open);
    pendingReleaseId = null;
  }

  /** Nothing but the current release serves. */
  void settle() {
    unsettledReleaseIds = List.of();
  }

  void serve(UUID release, String config) {
    currentReleaseId = release;
    currentConfig = config;
    pendingReleaseId = null;
    settle();
    retired = false;
  }

  void retire() {
    if (adoption == null) physicalName = name;
    currentReleaseId = null;
    currentConfig = null;
    pendingReleaseId = null;
    settle();
    retired = true;
  }

  @Nullable UUID pendingReleaseId() {
    return pendingReleaseId;
  }

  List<UUID> unsettledReleaseIds() {
    return unsettledReleaseIds;
  }
}
