"""What each payload of ../shared/fixtures became; the payloads stay there."""

import json

import pytest

from tests.unit.channels.samples import CHANNEL, FIXTURES, events

BECAME = """
facebook_batch_two_entries_no_value                  unknown, unknown
facebook_feed_album_add                              note
facebook_feed_comment_add                            outbound message
facebook_feed_comment_add_sender_id                  outbound message
facebook_feed_comment_edited                         outbound edit
facebook_feed_comment_edited_photo                   outbound edit
facebook_feed_comment_hide                           note
facebook_feed_comment_unhide                         note
facebook_feed_event_add                              note
facebook_feed_like_add_page                          inbound reaction
facebook_feed_photo_add                              note
facebook_feed_photo_remove                           outbound deletion
facebook_feed_post_add                               inbound message
facebook_feed_post_hide                              note
facebook_feed_post_remove                            outbound deletion
facebook_feed_reaction_add                           outbound reaction
facebook_feed_reaction_edit                          outbound reaction
facebook_feed_reaction_remove                        outbound reaction
facebook_feed_share_add                              note
facebook_feed_status_add_own                         note
facebook_feed_status_edited                          note
facebook_feed_status_hide                            note
facebook_feed_video_add                              note
facebook_feed_video_block                            note
facebook_feed_video_mute                             note
facebook_leadgen                                     unknown
facebook_mention_post                                inbound message
facebook_mention_post_real                           note
facebook_ratings_add                                 inbound message
facebook_ratings_edit                                inbound edit
facebook_unknown_field                               unknown
facebook_user_object_email                           unknown
instagram_chatwoot_seen                              status
instagram_chatwoot_share                             inbound message
instagram_chatwoot_standby                           inbound message
instagram_chatwoot_story_reply                       inbound message
instagram_chatwoot_text                              inbound message
instagram_chatwoot_unsend                            inbound deletion
instagram_comment_minimal                            note
instagram_dm_different_account                       inbound message
instagram_dm_duplicate_in_batch                      inbound message, inbound message
instagram_dm_echo                                    outbound message
instagram_dm_icebreaker                              inbound message
instagram_dm_unsent                                  inbound deletion
instagram_docs_postback                              inbound message
instagram_docs_self_postback                         note
instagram_live_comment                               note
instagram_story_insights                             note
messenger_account_linking                            note
messenger_app_roles                                  note
messenger_button_template                            inbound message
messenger_courier_delivery                           status
messenger_courier_duplicate_in_batch                 inbound message, inbound message
messenger_courier_echo_min                           outbound message
messenger_courier_hello                              inbound message
messenger_courier_invalid_sender                     inbound message
messenger_courier_no_messaging                       unknown
messenger_courier_not_page                           unknown
messenger_courier_notification_optin                 note
messenger_courier_optin_user_ref                     note
messenger_courier_reel                               inbound message
messenger_courier_timestamp_seconds                  note
messenger_courier_unknown_entry                      unknown
messenger_delivery_no_timestamp                      status
messenger_docs_feedback                              inbound message
messenger_echo                                       outbound message
messenger_fallback_attachment                        inbound message
messenger_optin                                      note
messenger_pass_thread_control                        note
messenger_policy_block                               note
messenger_postback_chat_plugin                       inbound message
messenger_prior_message                              inbound message
messenger_product_template                           inbound message
messenger_reaction_react                             inbound reaction
messenger_reaction_unreact                           inbound reaction
messenger_referral                                   note
messenger_request_thread_control                     note
messenger_standby_echo                               outbound message
messenger_sticker_thumbup                            inbound message
messenger_take_thread_control                        note
messenger_text                                       inbound message
telegram_callback_query_private                      inbound message
telegram_contact                                     inbound message
telegram_cyrillic_supergroup_forward                 inbound message
telegram_empty                                       unknown
telegram_official_audio                              inbound message
telegram_official_chosen_inline_result               note
telegram_official_document                           inbound message
telegram_official_forwarded                          inbound message
telegram_official_forwarded_channel                  inbound message
telegram_official_reply                              inbound message
telegram_official_text                               note
telegram_official_voice                              inbound message
telegram_photo_caption                               inbound message
telegram_sticker                                     inbound message
telegram_venue                                       inbound message
telegram_web_app_data                                inbound message
twitter_aaa_courier_dm_attachment                    inbound message
twitter_aaa_courier_dm_invalid_sender                inbound message
twitter_aaa_courier_dm_text_html_entity              inbound message
whatsapp_arabic_rtl_missing_object                   inbound message
whatsapp_contacts                                    inbound message
whatsapp_courier_audio                               inbound message
whatsapp_courier_bad_timestamp                       inbound message
whatsapp_courier_button                              inbound message
whatsapp_courier_document                            inbound message
whatsapp_courier_image                               inbound message
whatsapp_courier_list_reply                          inbound message
whatsapp_courier_location                            inbound message
whatsapp_courier_nfm_reply                           inbound message
whatsapp_courier_nfm_reply_non_object                inbound message
whatsapp_courier_no_from                             unknown
whatsapp_courier_status_deleted                      status
whatsapp_courier_status_unknown                      status
whatsapp_courier_text_bsuid_in_from                  inbound message
whatsapp_courier_text_user_id                        inbound message
whatsapp_courier_video                               inbound message
whatsapp_courier_voice                               inbound message
whatsapp_group_participants_update                   note, note, note, note, note
whatsapp_interactive_list                            inbound message
whatsapp_official_group_create_message               note
whatsapp_official_group_remove_participants          note
whatsapp_official_interactive_button_reply_message   inbound message
whatsapp_official_interactive_list_reply_message     inbound message
whatsapp_official_location_message                   inbound message
whatsapp_official_reaction_message                   inbound reaction
whatsapp_official_unsupported_message                inbound message
whatsapp_pywa_audio                                  inbound message
whatsapp_pywa_call_user_initiated                    note
whatsapp_pywa_cb_button                              inbound message
whatsapp_pywa_chosen_location                        inbound message
whatsapp_pywa_deleted_revoke                         inbound deletion
whatsapp_pywa_flow_completion                        inbound message
whatsapp_pywa_flow_without_flow_token                inbound message
whatsapp_pywa_forwarded                              inbound message
whatsapp_pywa_image                                  inbound message
whatsapp_pywa_media_with_url                         inbound message
whatsapp_pywa_order                                  inbound message
whatsapp_pywa_reaction                               inbound reaction
whatsapp_pywa_referral                               inbound message
whatsapp_pywa_reply                                  inbound message
whatsapp_pywa_sel_callback                           inbound message
whatsapp_pywa_sel_description                        inbound message
whatsapp_pywa_smb_echo_edit                          outbound edit
whatsapp_pywa_smb_echo_text                          outbound message
whatsapp_pywa_status_delivered                       status
whatsapp_pywa_text                                   inbound message
whatsapp_pywa_unreaction_empty                       inbound reaction
whatsapp_pywa_unreaction_no_emoji                    inbound reaction
whatsapp_pywa_unsupported                            inbound message
whatsapp_pywa_unsupported_with_type                  inbound message
whatsapp_pywa_userpref_resume                        note
whatsapp_pywa_userpref_signup                        note
whatsapp_pywa_video                                  inbound message
whatsapp_reaction_skin_tone                          inbound reaction
whatsapp_status_failed_131026                        status
whatsapp_status_user_initiated                       status
whatsapp_system_user_changed_id                      note
whatsapp_template_status_update                      note
whatsapp_text_bsuid_group                            inbound message
whatsapp_unsupported                                 inbound message
whatsapp_user_id_update                              note
x_aaa_direct_message_indicate_typing_events          note
x_aaa_direct_message_mark_read_events                status
x_aaa_user_event                                     note
x_activity_broadcast_chat                            note
x_activity_broadcast_end                             note
x_activity_broadcast_start                           note
x_activity_chat_received                             inbound message
x_activity_chat_sent                                 outbound message
x_activity_dm_received                               inbound message
x_activity_dm_sent                                   outbound message
x_activity_envelope                                  unknown
x_activity_follow_follow                             note
x_activity_oauth_revoke                              note
x_activity_post_create                               note
x_activity_post_delete                               outbound deletion
x_activity_post_quote_create                         inbound message
x_activity_post_repost_create                        note
x_activity_profile_update_geo                        note
x_activity_profile_update_screenname                 note
x_activity_profile_update_url                        note
x_activity_spaces_start                              note
x_dm_location_quick_reply                            inbound message
x_dm_quick_reply_with_metadata                       inbound message
x_dm_quick_reply_without_metadata                    inbound message
x_replay_job_complete                                note
x_replay_job_incomplete                              note
x_zammad_dm_media                                    inbound message
x_zammad_own_tweet                                   note
x_zammad_reply                                       inbound message
"""
TABLE = [line.split(maxsplit=1) for line in BECAME.strip().splitlines()]
# Not said of the account but of a customer's contact, by whoever wrote it.
DIRECTED = ("message", "edit", "deletion", "reaction")


@pytest.mark.skipif(not FIXTURES.is_dir(), reason="../shared/fixtures is not here")
@pytest.mark.parametrize(("name", "became"), TABLE, ids=[name for name, _ in TABLE])
def test_each_fixture_becomes_what_it_is(name: str, became: str) -> None:
    body = json.loads((FIXTURES / f"{name}.json").read_text())["body"]
    found = [
        f"{it.direction} {it.kind}" if it.kind in DIRECTED else it.kind
        for it in events(CHANNEL[name.split("_", maxsplit=1)[0]], body)
    ]

    assert ", ".join(found) == became


@pytest.mark.skipif(not FIXTURES.is_dir(), reason="../shared/fixtures is not here")
def test_no_fixture_of_these_platforms_is_left_out() -> None:
    present = {file.stem for file in FIXTURES.glob("*.json")}

    assert {name for name, _ in TABLE} == {
        name for name in present if name.split("_")[0] in CHANNEL
    }
