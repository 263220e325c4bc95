package dev.slipway.simulator.iam;

import dev.slipway.base.Ids;
import dev.slipway.simulator.wire.Caller;
import dev.slipway.simulator.wire.ServiceException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.iam.model.*;

/** The IAM operations on roles. */
public final class Iam {

  private static final Pattern MANAGED = Pattern.compile("arn:aws:iam::aws:policy/.+");

  private final Roles roles;
  private final InstantSource clock;

  public Iam(Roles roles, InstantSource clock) {
    this.roles = roles;
    this.clock = clock;
  }

  public CreateRoleResponse createRole(CreateRoleRequest request, Caller caller) {
    PolicyDocument.requireTrust(request.assumeRolePolicyDocument());
    String path = request.path() == null ? "/" : request.path();
    Role role =
        Role.builder()
            .path(path)
            .roleName(request.roleName())
            .roleId("AROA" + token(17))
            .arn("arn:aws:iam::" + caller.accountId() + ":role" + path + request.roleName())
            .createDate(clock.instant())
            .assumeRolePolicyDocument(request.assumeRolePolicyDocument())
            .description(request.description())
            .maxSessionDuration(
                request.maxSessionDuration() == null ? 3600 : request.maxSessionDuration())
            .permissionsBoundary(boundary(request.permissionsBoundary()))
            .tags(request.hasTags() ? request.tags() : null)
            .build();
    roles.add(caller.accountId(), new StoredRole(role));
    return CreateRoleResponse.builder().role(shown(role)).build();
  }

  public GetRoleResponse getRole(GetRoleRequest request, Caller caller) {
    return GetRoleResponse.builder()
        .role(shown(roles.get(caller.accountId(), request.roleName()).role()))
        .build();
  }

  public ListRolesResponse listRoles(ListRolesRequest request, Caller caller) {
    String prefix = request.pathPrefix() == null ? "/" : request.pathPrefix();
    List<Role> found =
        roles.of(caller.accountId()).stream()
            .map(StoredRole::role)
            .filter(role -> role.path().startsWith(prefix))
            .map(Iam::listed)
            .toList();
    return ListRolesResponse.builder().roles(found).isTruncated(false).build();
  }

  public UpdateAssumeRolePolicyResponse updateAssumeRolePolicy(
      UpdateAssumeRolePolicyRequest request, Caller caller) {
    PolicyDocument.requireTrust(request.policyDocument());
    changeRole(
        caller,
        request.roleName(),
        role -> role.assumeRolePolicyDocument(request.policyDocument()));
    return UpdateAssumeRolePolicyResponse.builder().build();
  }

  public DeleteRoleResponse deleteRole(DeleteRoleRequest request, Caller caller) {
    roles.remove(caller.accountId(), request.roleName());
    return DeleteRoleResponse.builder().build();
  }

  public PutRolePolicyResponse putRolePolicy(PutRolePolicyRequest request, Caller caller) {
    PolicyDocument.requirePermissions(request.policyDocument());
    roles.change(
        caller.accountId(),
        request.roleName(),
        stored -> stored.withInline(request.policyName(), request.policyDocument()));
    return PutRolePolicyResponse.builder().build();
  }

  public GetRolePolicyResponse getRolePolicy(GetRolePolicyRequest request, Caller caller) {
    StoredRole stored = roles.get(caller.accountId(), request.roleName());
    return GetRolePolicyResponse.builder()
        .roleName(stored.role().roleName())
        .policyName(request.policyName())
        .policyDocument(PolicyDocument.encoded(inline(stored, request.policyName())))
        .build();
  }

  public ListRolePoliciesResponse listRolePolicies(ListRolePoliciesRequest request, Caller caller) {
    StoredRole stored = roles.get(caller.accountId(), request.roleName());
    return ListRolePoliciesResponse.builder()
        .policyNames(stored.inline().keySet())
        .isTruncated(false)
        .build();
  }

  public DeleteRolePolicyResponse deleteRolePolicy(DeleteRolePolicyRequest request, Caller caller) {
    roles.change(
        caller.accountId(),
        request.roleName(),
        stored -> {
          inline(stored, request.policyName());
          return stored.withoutInline(request.policyName());
        });
    return DeleteRolePolicyResponse.builder().build();
  }

  public AttachRolePolicyResponse attachRolePolicy(AttachRolePolicyRequest request, Caller caller) {
    String arn = request.policyArn();
    roles.change(
        caller.accountId(),
        request.roleName(),
        stored -> {
          if (!MANAGED.matcher(arn).matches()) {
            throw new ServiceException(
                404, "NoSuchEntity", "Policy " + arn + " does not exist or is not attachable.");
          }
          return stored.withAttached(arn);
        });
    return AttachRolePolicyResponse.builder().build();
  }

  public DetachRolePolicyResponse detachRolePolicy(DetachRolePolicyRequest request, Caller caller) {
    String arn = request.policyArn();
    roles.change(
        caller.accountId(),
        request.roleName(),
        stored -> {
          if (!stored.attached().containsKey(arn)) {
            throw new ServiceException(404, "NoSuchEntity", "Policy " + arn + " was not found.");
          }
          return stored.withoutAttached(arn);
        });
    return DetachRolePolicyResponse.builder().build();
  }

  public ListAttachedRolePoliciesResponse listAttachedRolePolicies(
      ListAttachedRolePoliciesRequest request, Caller caller) {
    List<AttachedPolicy> attached = new ArrayList<>();
    roles
        .get(caller.accountId(), request.roleName())
        .attached()
        .forEach((arn, name) ->
            attached.add(AttachedPolicy.builder().policyArn(arn).policyName(name).build()));
    return ListAttachedRolePoliciesResponse.builder()
        .attachedPolicies(attached)
        .isTruncated(false)
        .build();
  }

  /** Instance profiles are not simulated: there are never any. */
  public ListInstanceProfilesForRoleResponse listInstanceProfilesForRole(
      ListInstanceProfilesForRoleRequest request, Caller caller) {
    roles.get(caller.accountId(), request.roleName());
    return ListInstanceProfilesForRoleResponse.builder()
        .instanceProfiles(List.of())
        .isTruncated(false)
        .build();
  }

  public TagRoleResponse tagRole(TagRoleRequest request, Caller caller) {
    changeRole(
        caller,
        request.roleName(),
        role -> {
          List<Tag> tags = new ArrayList<>(role.build().tags());
          for (Tag tag : request.tags()) {
            tags.removeIf(old -> old.key().equalsIgnoreCase(tag.key()));
            tags.add(tag);
          }
          if (tags.size() > 50) {
            throw new ServiceException(
                409, "LimitExceeded", "The number of tags has reached the maximum limit.");
          }
          role.tags(tags);
        });
    return TagRoleResponse.builder().build();
  }

  public UntagRoleResponse untagRole(UntagRoleRequest request, Caller caller) {
    changeRole(
        caller,
        request.roleName(),
        role -> {
          List<Tag> tags = new ArrayList<>(role.build().tags());
          tags.removeIf(tag -> request.tagKeys().stream().anyMatch(tag.key()::equalsIgnoreCase));
          role.tags(tags.isEmpty() ? null : tags);
        });
    return UntagRoleResponse.builder().build();
  }

  public ListRoleTagsResponse listRoleTags(ListRoleTagsRequest request, Caller caller) {
    return ListRoleTagsResponse.builder()
        .tags(roles.get(caller.accountId(), request.roleName()).role().tags())
        .isTruncated(false)
        .build();
  }

  private void changeRole(Caller caller, String name, Consumer<Role.Builder> change) {
    roles.change(
        caller.accountId(),
        name,
        stored -> {
          Role.Builder role = stored.role().toBuilder();
          change.accept(role);
          return stored.with(role.build());
        });
  }

  private static String inline(StoredRole stored, String name) {
    String document = stored.inline().get(name);
    if (document == null) {
      throw new ServiceException(
          404, "NoSuchEntity", "The role policy with name " + name + " cannot be found.");
    }
    return document;
  }

  private static @Nullable AttachedPermissionsBoundary boundary(@Nullable String arn) {
    return arn == null
        ? null
        : AttachedPermissionsBoundary.builder()
            .permissionsBoundaryType(PermissionsBoundaryAttachmentType.PERMISSIONS_BOUNDARY_POLICY)
            .permissionsBoundaryArn(arn)
            .build();
  }

  /** A list leaves out the tags and the boundary. */
  private static Role listed(Role role) {
    return shown(role).toBuilder()
        .permissionsBoundary((AttachedPermissionsBoundary) null)
        .tags((List<Tag>) null)
        .build();
  }

  private static Role shown(Role role) {
    return role.toBuilder()
        .assumeRolePolicyDocument(PolicyDocument.encoded(role.assumeRolePolicyDocument()))
        .build();
  }

  private static String token(int length) {
    String hex = Ids.next().toString().replace("-", "").toUpperCase(Locale.ROOT);
    return hex.substring(hex.length() - length);
  }
}
