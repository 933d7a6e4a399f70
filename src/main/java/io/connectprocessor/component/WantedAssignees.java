package io.connectprocessor.component;

import io.connectprocessor.connect.Assignee;
import io.connectprocessor.connect.RequestKind;
import io.connectprocessor.rql.Rql;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Whose requests are processed. The user behind the key is always among them: the platform assigns whoever acts on a request that nobody has,
 * so that otherwise a request would be out of reach once its customer was asked. Immutable.
 */
final class WantedAssignees {

    private static final String ANYBODY = "any";
    private static final String NOBODY = "unassigned";

    private final boolean anybody;
    private final boolean nobody;
    private final Set<String> users;

    private WantedAssignees(boolean anybody, boolean nobody, Set<String> users) {
        this.anybody = anybody;
        this.nobody = nobody;
        this.users = users;
    }

    /** Everybody's. */
    static WantedAssignees any() {
        return new WantedAssignees(true, true, Set.of());
    }

    /**
     * @param names {@code any}; or {@code unassigned}, ids and e-mail addresses of users
     * @param ownUser the id of the user behind the key, or null when the key does not say it
     * @throws IllegalArgumentException when {@code any} stands beside others, or one is neither an id nor an address
     */
    static WantedAssignees of(Collection<String> names, String ownUser) {
        if (List.copyOf(names).equals(List.of(ANYBODY))) {
            return any();
        }
        Set<String> users = new LinkedHashSet<>();
        for (String name : names) {
            if (name.equals(ANYBODY)) {
                throw new IllegalArgumentException("\"any\" stands beside others. Write it alone, or leave it out.");
            }
            if (!name.equals(NOBODY)) {
                users.add(checked(name));
            }
        }
        if (ownUser != null) {
            users.add(ownUser);
        }
        return new WantedAssignees(false, names.contains(NOBODY), users);
    }

    private static String checked(String name) {
        if (!name.matches("[A-Z]{2}-[0-9-]+|[^@\\s]+@[^@\\s]+")) {
            throw new IllegalArgumentException("\"" + name
                    + "\" is no assignee. Write any, unassigned, a user's id (UR-…, SU-…) or an e-mail address.");
        }
        return name;
    }

    /** What the list is asked for; everything where the documented filters cannot say it (OpenAPI 37.0), so that rows are to be checked too. */
    Rql condition(RequestKind kind) {
        boolean tier = kind == RequestKind.TIER_REQUEST;
        List<String> addresses =
                users.stream().filter(user -> user.contains("@")).toList();
        List<String> ids = users.stream().filter(user -> !user.contains("@")).toList();
        if (anybody || kind == RequestKind.TIER_ACCOUNT_REQUEST || tier && !addresses.isEmpty()) {
            return Rql.everything();
        }
        String property = tier ? "assignee.id" : "assignee";
        List<Rql> ways = new ArrayList<>();
        if (nobody) {
            ways.add(Rql.isNull(property));
        }
        if (!ids.isEmpty()) {
            ways.add(Rql.in(property, ids));
        }
        if (!addresses.isEmpty()) {
            ways.add(Rql.in("assignee.email", addresses));
        }
        return Rql.or(ways);
    }

    /** @param request as the platform sent it; a tier account request is nobody's and everybody's */
    boolean includes(RequestKind kind, Map<String, Object> request) {
        if (anybody || kind == RequestKind.TIER_ACCOUNT_REQUEST) {
            return true;
        }
        Assignee assignee = Assignee.of(request);
        return assignee.isNobody() ? nobody : users.stream().anyMatch(assignee::is);
    }
}
