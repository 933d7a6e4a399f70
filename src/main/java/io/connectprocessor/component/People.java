package io.connectprocessor.component;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Who is written to, whose requests are processed, and how long somebody is waited for.
 *
 * @param ownUser the id of the service user behind the key, or null when the key does not say it
 */
record People(Correspondence correspondence, WantedAssignees assignees, String ownUser, Patience patience) {

    private static final Pattern USER_OF_KEY = Pattern.compile("(?:ApiKey\\s+)?(SU-[0-9-]+):.*");

    /** The platform's keys are {@code ApiKey SU-…:secret}, and SU-… is the id that shows up as assignee. */
    static String userOf(String apiKey) {
        Matcher key = USER_OF_KEY.matcher(apiKey);
        return key.matches() ? key.group(1) : null;
    }
}
