package io.connectprocessor.sandbox;

/**
 * A point on which the public sources disagree or are silent. All are off unless {@link Sandbox.Builder#with} names them; each says what happens then, and what happens otherwise.
 */
public enum Variation {
    /** Only pending requests are approved; otherwise inquiring ones are too, as the platform's own error text has it. */
    INQUIRING_IS_NOT_APPROVED,
    /** Inquiring requests can be failed; otherwise that is REQ_003. */
    INQUIRING_CAN_BE_FAILED,
    /** Scheduled requests can be approved and failed; otherwise that is REQ_003. */
    SCHEDULED_CAN_BE_DECIDED,
    /** The asset of a failed purchase is {@code rejected}, as old schemas have it; otherwise {@code terminated}. */
    FAILED_PURCHASE_IS_REJECTED,
    /** Approves although a required parameter is empty; otherwise that is VAL_001 with its name. */
    APPROVES_WITHOUT_REQUIRED,
    /** Inquiring without {@code template_id} or {@code activation_tile} is REQ_005; otherwise {@code {}} will do. */
    INQUIRE_NEEDS_A_TEMPLATE,
    /** A vendor's value for an ordering parameter is VAL_001, save in adjustments; otherwise it is taken. */
    ORDERING_VALUES_ARE_REFUSED,
    /** A value of a parameter with {@code constraints.unique} that another asset of the product has is VAL_001; otherwise it is taken. */
    UNIQUE_IS_CHECKED,
    /** Null in a body counts as absent; otherwise it is VAL_001. */
    NULLS_ARE_ABSENT,
    /** Schedule and revoke take {@code {"data":{…}}} as well, as the JavaScript SDK sends it; otherwise the flat body only. */
    NESTED_DATA_IS_READ,
    /** {@code POST /requests/{id}/assign/{user}} works as well, as old clients have it; otherwise that is 404. */
    ASSIGNS_BY_PATH,
    /** Scheduling for a date in the past is accepted, and the request pending again at once; otherwise that is VAL_001. */
    PAST_DATES_ARE_ACCEPTED,
    /** Only {@link Sandbox#dateReached} brings a scheduled request back; otherwise its date does, by the sandbox's clock. */
    DATES_ARE_REACHED_BY_HAND,
    /** A cancellation of a suspended asset is refused; otherwise accepted, and on failure the asset is suspended again. */
    SUSPENDED_IS_NOT_CANCELLED,
    /** Approved requests show no {@code effective_date}; otherwise the one that was sent, or the time of the approval. */
    EFFECTIVE_DATE_IS_LEFT_OUT,
    /** The {@code effective_date} of a tier config request's approval stands at the root of the body; otherwise inside {@code template}. */
    TIER_EFFECTIVE_DATE_AT_THE_ROOT,
    /** Fail, inquire, pend, assign and unassign of tier config requests answer 200 with the request; otherwise 204. */
    TIER_ACTIONS_ANSWER_WITH_A_BODY,
    /** The tier configuration of a failed setup is {@code active}; otherwise it stays {@code processing}. */
    FAILED_SETUP_IS_ACTIVE,
    /** An order with one reseller shows {@code tier2} as null; otherwise as {@code {}}. */
    TIER2_IS_NULL,
    /** Quantities are served as numbers where they are numbers; otherwise as strings. */
    QUANTITIES_ARE_NUMBERS,
    /** 404 comes with VAL_001 in JSON; otherwise with an HTML page. */
    NOT_FOUND_IS_JSON,
    /** {@code GET /products/{id}/templates} heeds {@code name}; otherwise it is ignored, as OpenAPI 37.0 does not list it. */
    TEMPLATES_BY_NAME,
    /** Requests have no conversation; otherwise the platform makes one for each. */
    NO_CONVERSATIONS,
    /** A usage file that passed the check is {@code uploaded} and submitted from there; otherwise it is {@code ready}. */
    USAGE_STOPS_AT_UPLOADED,
    /** A usage file is {@code uploaded} for a while between {@code uploading} and {@code processing}; otherwise it is not. */
    USAGE_PASSES_UPLOADED,
    /** An upload answers 201; otherwise 200. */
    USAGE_UPLOAD_ANSWERS_201,
    /** The records may stand in a sheet {@code usage_records}, as old SDKs write it; otherwise only in {@code records}. */
    USAGE_RECORDS_SHEET_IS_READ,
    /** {@code reprocess} of a usage file is refused; otherwise it checks the workbook again while the file is invalid or ready. */
    USAGE_IS_NOT_REPROCESSED
}
