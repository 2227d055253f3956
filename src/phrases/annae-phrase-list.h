/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Every phrase of Annae, once. No include guard: it is included with different definitions of the macros.
 *
 *   ANNAE_PHRASE (ID, AUDIENCE, "English")                 AUDIENCE: CUSTOMER (17 languages) or STAFF (ko and en)
 *   ANNAE_PHRASE_N (ID, AUDIENCE, "singular", "plural")    chosen by {count}
 *   ANNAE_SPOKEN (ID, "speech", "English to be spoken")    only where the English spoken form differs
 *   ANNAE_SPOKEN_N (ID, "speech", "singular", "plural")
 *
 * A language may give every customer phrase a spoken form of its own: po/update offers it with msgctxt "speech".
 * Placeholders are named: {count}. Comments tagged "Translators" go to the translators.
 * Words: one action, at most eight words a sentence, positive, polite, no terms of biometrics; never "failed", "rejected",
 * "error", "invalid" to a customer. "Left" and "right" are always the person's own left and right. */

/* clang-format off */

/* ---- Pages ---------------------------------------------------------------------------------------------------- */

/* Translators: heading of the first page, said aloud. */
ANNAE_PHRASE (LANGUAGE_HEADING, CUSTOMER, "Please choose your language.")
/* Translators: said and shown when a language has just been picked, in that language. */
ANNAE_PHRASE (LANGUAGE_CHOSEN, CUSTOMER, "We will speak English.")
ANNAE_PHRASE (LANGUAGE_HINT, CUSTOMER, "Touch your language.")

/* Translators: heading of the page where the customer decides. */
ANNAE_PHRASE (CHOICE_HEADING, CUSTOMER, "You decide how we check.")
/* Translators: what will happen, in five short sentences that are read aloud one after the other (CHOICE_1 to 5). */
ANNAE_PHRASE (CHOICE_1, CUSTOMER, "First, show your ID card.")
ANNAE_PHRASE (CHOICE_2, CUSTOMER, "Then, look into the camera.")
ANNAE_PHRASE (CHOICE_3, CUSTOMER, "We compare your face with the photo.")
ANNAE_PHRASE (CHOICE_4, CUSTOMER, "Afterwards we delete every picture.")
ANNAE_PHRASE (CHOICE_5, CUSTOMER, "You can stop at any time.")
/* Translators: button: the customer agrees to the use of the face and starts. */
ANNAE_PHRASE (CHOICE_START, CUSTOMER, "Start")
ANNAE_PHRASE (CHOICE_START_DETAIL, CUSTOMER, "I agree to the face check.")
/* Translators: button, as large as "Start": the customer does not want a face check and is shown other ways. */
ANNAE_PHRASE (CHOICE_OTHER_WAY, CUSTOMER, "Another way")
ANNAE_PHRASE (CHOICE_OTHER_WAY_DETAIL, CUSTOMER, "Without the camera.")
ANNAE_PHRASE (CHOICE_PRACTISE, CUSTOMER, "Practise first")
ANNAE_PHRASE (CHOICE_PRACTISE_DETAIL, CUSTOMER, "Nothing is checked.")
/* Translators: the check by face and "Another way". */
ANNAE_PHRASE (CHOICE_FREE, CUSTOMER, "Both ways are equally good.")
/* Translators: a list follows: "Mobile ID app on your phone" and so on. */
ANNAE_PHRASE (CHOICE_WAYS, CUSTOMER, "Other ways here:")
/* Translators: separate agreement to the use of the face, shown and said with the five sentences above. */
ANNAE_PHRASE (CHOICE_CONSENT, CUSTOMER, "Your face is used for this check only.")

/* Translators: pages on which the person practises; nothing is compared. */
ANNAE_PHRASE (PRACTICE_HEADING, CUSTOMER, "Let us practise.")
ANNAE_PHRASE (PRACTICE_BODY, CUSTOMER, "Please follow the arrow. Nothing is checked.")
ANNAE_PHRASE (PRACTISED_HEADING, CUSTOMER, "Very good. You can do it.")
ANNAE_PHRASE (PRACTISED_BODY, CUSTOMER, "Would you like to start now?")
ANNAE_PHRASE (PRACTISED_AGAIN, CUSTOMER, "Practise again")

ANNAE_PHRASE (DOCUMENT_HEADING, CUSTOMER, "Please show your ID card.")
/* Translators: the photo on the ID card. */
ANNAE_PHRASE (DOCUMENT_BODY, CUSTOMER, "Hold the photo side to the camera.")
ANNAE_PHRASE (DOCUMENT_PRIVACY, CUSTOMER, "We use only the photo.")
/* Translators: instead of the sentence before, where the counter wants to know whether the card is still valid. */
ANNAE_PHRASE (DOCUMENT_PRIVACY_EXPIRY, CUSTOMER, "We use only photo and expiry date.")
ANNAE_PHRASE (DOCUMENT_CHOOSE_FILE, CUSTOMER, "Choose a picture")
ANNAE_PHRASE (DOCUMENT_TAKEN, CUSTOMER, "Thank you. You may put it away.")
/* Translators: the chosen picture cannot be used. */
ANNAE_PHRASE (DOCUMENT_NO_PORTRAIT, CUSTOMER, "Please choose a picture with your photo.")
ANNAE_PHRASE (DOCUMENT_SMALL, CUSTOMER, "Please choose a larger picture.")
ANNAE_PHRASE (DOCUMENT_UNREADABLE, CUSTOMER, "Please choose another picture.")
/* Translators: title of the window in which a picture file is chosen. */
ANNAE_PHRASE (DOCUMENT_DIALOG, CUSTOMER, "Choose a picture of the ID card")
/* Translators: kinds of files in that window. */
ANNAE_PHRASE (DOCUMENT_FILES, CUSTOMER, "Pictures")

ANNAE_PHRASE (POSITION_HEADING, CUSTOMER, "Please look at the screen.")
ANNAE_PHRASE (POSITION_BODY, CUSTOMER, "We tell you step by step.")
ANNAE_PHRASE (POSITION_TAKE_TIME, CUSTOMER, "Take all the time you need.")

ANNAE_PHRASE (CHECK_HEADING, CUSTOMER, "One moment, please.")
ANNAE_PHRASE (CHECK_BODY, CUSTOMER, "We compare both pictures.")

ANNAE_PHRASE (RETRY_HEADING, CUSTOMER, "We could not be sure yet.")
ANNAE_PHRASE (RETRY_QUESTION, CUSTOMER, "Shall we try once more?")
/* Translators: {count} is how many more times the customer may try: 1 or 2, at most 3. */
ANNAE_PHRASE_N (RETRY_ATTEMPTS_LEFT, CUSTOMER, "You can try {count} more time.", "You can try {count} more times.")
/* Translators: the same to be spoken. {number} is your translation of "one", "two" or "three" below. */
ANNAE_SPOKEN_N (RETRY_ATTEMPTS_LEFT, "speech", "You can try {number} more time.", "You can try {number} more times.")

/* Translators: numbers as they are spoken inside "You can try {number} more times." (Korean: 한, 두, 세). */
ANNAE_PHRASE (NUMBER_1, CUSTOMER, "one")
ANNAE_PHRASE (NUMBER_2, CUSTOMER, "two")
ANNAE_PHRASE (NUMBER_3, CUSTOMER, "three")

/* Translators: headings of the result page, one for each way a check can end. */
ANNAE_PHRASE (RESULT_MATCH, CUSTOMER, "It is you. Thank you.")
ANNAE_PHRASE (RESULT_NO_MATCH, CUSTOMER, "A member of our staff will help you now.")
ANNAE_PHRASE (RESULT_UNDECIDED, CUSTOMER, "We will continue together with our staff.")
ANNAE_PHRASE (RESULT_DECLINED, CUSTOMER, "Thank you. Please choose another way.")
ANNAE_PHRASE (RESULT_CANCELLED, CUSTOMER, "You have stopped. That is fine.")
ANNAE_PHRASE (RESULT_TIMEOUT, CUSTOMER, "We have paused for you.")
ANNAE_PHRASE (RESULT_FAILED, CUSTOMER, "The machine needs help. Please wait.")
/* Translators: what happens next, below the heading. */
ANNAE_PHRASE (RESULT_MATCH_NEXT, CUSTOMER, "Our staff will continue with you.")
ANNAE_PHRASE (RESULT_STAFF_NEXT, CUSTOMER, "Please stay seated. Someone is coming.")
ANNAE_PHRASE (RESULT_AGAIN_NEXT, CUSTOMER, "You can begin again any time.")
ANNAE_PHRASE (RESULT_NOT_YOUR_FAULT, CUSTOMER, "You did everything right.")

/* Translators: the Korean government's ID app on a mobile telephone. */
ANNAE_PHRASE (OTHER_WAY_MOBILE_ID, CUSTOMER, "Mobile ID app on your phone")
/* Translators: a paper from the community centre with name and address (주민등록초본/등본), issued on the same day. */
ANNAE_PHRASE (OTHER_WAY_ABSTRACT, CUSTOMER, "Resident abstract issued today")
ANNAE_PHRASE (OTHER_WAY_STAFF, CUSTOMER, "A member of staff compares")
ANNAE_PHRASE (OTHER_WAYS_ASK, CUSTOMER, "Please tell our staff your choice.")

/* Translators: heading of the list of what was deleted. Said aloud. */
ANNAE_PHRASE (WIPED_HEADING, CUSTOMER, "What was kept: nothing.")
ANNAE_PHRASE (WIPED_MORE, CUSTOMER, "See what was deleted")
/* Translators: {count} is a number of pictures, from 0 to some thousand. */
ANNAE_PHRASE_N (WIPED_FRAMES, CUSTOMER, "{count} camera picture", "{count} camera pictures")
/* Translators: {count} is a number of cut-outs: small pictures that show only the face. */
ANNAE_PHRASE_N (WIPED_CHIPS, CUSTOMER, "{count} cut-out of your face", "{count} cut-outs of your face")
/* Translators: {count} is a number of photos taken from the ID card, usually 1. */
ANNAE_PHRASE_N (WIPED_PORTRAITS, CUSTOMER, "{count} photo from your card", "{count} photos from your card")
/* Translators: {count} is how many descriptions of the face in numbers were held. */
ANNAE_PHRASE_N (WIPED_TEMPLATES, CUSTOMER, "{count} description of your face in numbers", "{count} descriptions of your face in numbers")
/* Translators: {count} is a number of blocks of the machine's working memory. */
ANNAE_PHRASE_N (WIPED_SCRATCH, CUSTOMER, "{count} piece of working memory", "{count} pieces of working memory")
/* Translators: {size} is an amount of memory with its unit, such as "12 MB". */
ANNAE_PHRASE (WIPED_TOTAL, CUSTOMER, "Together {size}, all deleted.")
ANNAE_PHRASE (WIPED_NOTHING_SENT, CUSTOMER, "Nothing was sent anywhere.")

/* Translators: a button on the result page and the first page, and the heading of the page that it opens. */
ANNAE_PHRASE (AUDIT_HEADING, CUSTOMER, "What happened to my picture")
ANNAE_PHRASE (AUDIT_NONE, CUSTOMER, "No picture has been taken yet.")
/* Translators: a list follows: "212 camera pictures" and so on. */
ANNAE_PHRASE (AUDIT_HELD, CUSTOMER, "This was in the computer's memory:")
/* Translators: {count} is for how many seconds the pictures were in the memory, up to 120. */
ANNAE_PHRASE_N (AUDIT_SECONDS, CUSTOMER, "It was there for {count} second.", "It was there for {count} seconds.")
/* Translators: {count} is for how many minutes, from 2 on. */
ANNAE_PHRASE_N (AUDIT_MINUTES, CUSTOMER, "It was there for {count} minute.", "It was there for {count} minutes.")
ANNAE_PHRASE (AUDIT_LEFT_NONE, CUSTOMER, "Nothing of it is left now.")
/* Translators: {size} is an amount of memory with its unit, such as "12 MB". */
ANNAE_PHRASE (AUDIT_LEFT, CUSTOMER, "Still there now: {size}.")
ANNAE_PHRASE (AUDIT_NO_NETWORK, CUSTOMER, "No part of this program uses the internet.")
/* Translators: besides, the operating system keeps the program off the internet. */
ANNAE_PHRASE (AUDIT_LOCK_ON, CUSTOMER, "A lock in this computer also prevents it.")
/* Translators: the operating system of this computer has no such lock. */
ANNAE_PHRASE (AUDIT_LOCK_OFF, CUSTOMER, "The extra lock is not on here.")
ANNAE_PHRASE (AUDIT_NO_FILE, CUSTOMER, "It never writes your picture to a file.")
/* Translators: a list of folders follows. */
ANNAE_PHRASE (AUDIT_PLACES, CUSTOMER, "The program can write only here:")
ANNAE_PHRASE (AUDIT_PLACES_OPEN, CUSTOMER, "This computer does not limit where it writes.")

ANNAE_PHRASE (IDLE_HEADING, CUSTOMER, "Are you still there?")
/* Translators: said 20 seconds before everything is deleted and the first page comes back. */
ANNAE_PHRASE (IDLE_BODY, CUSTOMER, "Touch the button if you need time.")
ANNAE_PHRASE (IDLE_EXTEND, CUSTOMER, "I need more time")
ANNAE_PHRASE (IDLE_WHAT_HAPPENS, CUSTOMER, "Otherwise we delete everything and stop.")

/* ---- Buttons and notices on every page -------------------------------------------------------------------------- */

ANNAE_PHRASE (BUTTON_BACK, CUSTOMER, "Back")
ANNAE_PHRASE (BUTTON_STOP, CUSTOMER, "Stop")
ANNAE_PHRASE (BUTTON_OK, CUSTOMER, "All right")
/* Translators: a small movement is asked for, such as turning the head a little; whoever cannot do it is asked for another one. */
ANNAE_PHRASE (BUTTON_CANNOT, CUSTOMER, "I cannot do this")
ANNAE_PHRASE (BUTTON_CALL_STAFF, CUSTOMER, "Call staff")
ANNAE_PHRASE (BUTTON_LANGUAGE, CUSTOMER, "Language")
ANNAE_PHRASE (BUTTON_TEXT_SIZE, CUSTOMER, "Text size")
ANNAE_PHRASE (BUTTON_CONTRAST, CUSTOMER, "Contrast")
ANNAE_PHRASE (BUTTON_VOICE, CUSTOMER, "Voice")
ANNAE_PHRASE (BUTTON_SPEECH_RATE, CUSTOMER, "Speaking speed")
ANNAE_PHRASE (BUTTON_VOLUME, CUSTOMER, "Loudness")
ANNAE_PHRASE (BUTTON_REPEAT, CUSTOMER, "Say it again")
ANNAE_PHRASE (BUTTON_TRY_AGAIN, CUSTOMER, "Try again")
ANNAE_PHRASE (BUTTON_FINISH, CUSTOMER, "Finish")

/* Translators: shown when a setting changes. {percent} is a number such as "150". */
ANNAE_PHRASE (TEXT_SIZE_NOW, CUSTOMER, "Text size {percent} %")
/* Translators: {percent} is a number such as "150". */
ANNAE_PHRASE (SPEECH_RATE_NOW, CUSTOMER, "Speaking speed {percent} %")
/* Translators: the same two to be spoken, the sign as a word. Leave the number out if your voice reads it badly. */
ANNAE_SPOKEN (TEXT_SIZE_NOW, "speech", "Text size {percent} percent")
/* Translators: {percent} is a number such as "150". */
ANNAE_SPOKEN (SPEECH_RATE_NOW, "speech", "Speaking speed {percent} percent")

/* Translators: shown all the time while the camera takes pictures. */
ANNAE_PHRASE (CAMERA_LOOKING, CUSTOMER, "The camera is looking.")
ANNAE_PHRASE (CAMERA_NOT_LOOKING, CUSTOMER, "The camera is off.")
/* Translators: shown where the machine cannot speak this language, or has no sound. */
ANNAE_PHRASE (VOICE_NOTICE_NONE, CUSTOMER, "Please read. There is no voice.")
ANNAE_PHRASE (VOICE_NOTICE_NO_SOUND, CUSTOMER, "Please read. There is no sound.")
/* Translators: shown where this machine can guide but cannot compare faces. */
ANNAE_PHRASE (CANNOT_VERIFY, CUSTOMER, "This machine can guide, but not compare.")
ANNAE_PHRASE (CANNOT_VERIFY_NEXT, CUSTOMER, "Our staff will compare.")
/* Translators: above every page while a recording of nobody stands in for the camera and the customer. */
ANNAE_PHRASE (DEMONSTRATION, CUSTOMER, "This is a demonstration.")
/* Translators: button on the first page while there is no camera: shows how it works, with that recording. */
ANNAE_PHRASE (DEMONSTRATION_SHOW, CUSTOMER, "Show the demonstration")
/* Translators: button: leaves the demonstration. */
ANNAE_PHRASE (DEMONSTRATION_END, CUSTOMER, "End the demonstration")

/* ---- Profiles: one press each, several may be on ------------------------------------------------------------------ */

/* Translators: heading over the four buttons below; each makes the machine easier for that person. */
ANNAE_PHRASE (PROFILES_HEADING, CUSTOMER, "How can we make it easier?")
ANNAE_PHRASE (PROFILE_SEE, CUSTOMER, "I see badly")
ANNAE_PHRASE (PROFILE_HEAR, CUSTOMER, "I hear badly")
ANNAE_PHRASE (PROFILE_MOVE, CUSTOMER, "I move badly")
ANNAE_PHRASE (PROFILE_SLOW, CUSTOMER, "I am in no hurry")
ANNAE_PHRASE (PROFILE_SEE_DETAIL, CUSTOMER, "Larger text, voice and tones.")
ANNAE_PHRASE (PROFILE_HEAR_DETAIL, CUSTOMER, "Louder voice and larger text.")
ANNAE_PHRASE (PROFILE_MOVE_DETAIL, CUSTOMER, "Small movements are enough.")
ANNAE_PHRASE (PROFILE_SLOW_DETAIL, CUSTOMER, "Everything goes more slowly.")
ANNAE_PHRASE (PROFILES_FORGOTTEN, CUSTOMER, "We forget these settings afterwards.")

/* ---- Advice to the customer: two wordings each ------------------------------------------------------------------- */

ANNAE_PHRASE (ADVICE_CAMERA_MISSING, CUSTOMER, "Please wait. We will connect the camera.")
ANNAE_PHRASE (ADVICE_CAMERA_MISSING_2, CUSTOMER, "Please wait. Our staff will help.")
ANNAE_PHRASE (ADVICE_CAMERA_BUSY, CUSTOMER, "Please wait. The camera is in use.")
ANNAE_PHRASE (ADVICE_CAMERA_BUSY_2, CUSTOMER, "One moment. We will free the camera.")
ANNAE_PHRASE (ADVICE_CAMERA_REFUSED, CUSTOMER, "Please wait. We will allow the camera.")
ANNAE_PHRASE (ADVICE_CAMERA_REFUSED_2, CUSTOMER, "One moment. Our staff will help.")
ANNAE_PHRASE (ADVICE_CAMERA_BLACK, CUSTOMER, "Please uncover the camera.")
ANNAE_PHRASE (ADVICE_CAMERA_BLACK_2, CUSTOMER, "Please open the cover of the camera.")
ANNAE_PHRASE (ADVICE_NO_FACE, CUSTOMER, "Please look at the screen.")
ANNAE_PHRASE (ADVICE_NO_FACE_2, CUSTOMER, "Please sit in front of the screen.")
ANNAE_PHRASE (ADVICE_MORE_FACES, CUSTOMER, "One person at a time, please.")
/* Translators: the other people are asked to leave the picture. */
ANNAE_PHRASE (ADVICE_MORE_FACES_2, CUSTOMER, "Please ask the others to step aside.")
ANNAE_PHRASE (ADVICE_COME_CLOSER, CUSTOMER, "Please come a little closer.")
ANNAE_PHRASE (ADVICE_COME_CLOSER_2, CUSTOMER, "Please lean towards the screen.")
ANNAE_PHRASE (ADVICE_MOVE_BACK, CUSTOMER, "Please move back a little.")
ANNAE_PHRASE (ADVICE_MOVE_BACK_2, CUSTOMER, "Please lean back in your chair.")
/* Translators: the whole body moves sideways. Always the person's own left and right. */
ANNAE_PHRASE (ADVICE_MOVE_LEFT, CUSTOMER, "Please move a little to your left.")
ANNAE_PHRASE (ADVICE_MOVE_LEFT_2, CUSTOMER, "Please follow the arrow to your left.")
ANNAE_PHRASE (ADVICE_MOVE_RIGHT, CUSTOMER, "Please move a little to your right.")
ANNAE_PHRASE (ADVICE_MOVE_RIGHT_2, CUSTOMER, "Please follow the arrow to your right.")
/* Translators: the whole body moves up or down, on a chair. */
ANNAE_PHRASE (ADVICE_MOVE_UP, CUSTOMER, "Please sit up a little taller.")
ANNAE_PHRASE (ADVICE_MOVE_UP_2, CUSTOMER, "Please follow the arrow upwards.")
ANNAE_PHRASE (ADVICE_MOVE_DOWN, CUSTOMER, "Please sit a little lower.")
ANNAE_PHRASE (ADVICE_MOVE_DOWN_2, CUSTOMER, "Please follow the arrow downwards.")
/* Translators: only the head turns, as when looking to that side. */
ANNAE_PHRASE (ADVICE_TURN_LEFT, CUSTOMER, "Turn your face a little left, please.")
ANNAE_PHRASE (ADVICE_TURN_LEFT_2, CUSTOMER, "Please look a little to your left.")
ANNAE_PHRASE (ADVICE_TURN_RIGHT, CUSTOMER, "Turn your face a little right, please.")
ANNAE_PHRASE (ADVICE_TURN_RIGHT_2, CUSTOMER, "Please look a little to your right.")
ANNAE_PHRASE (ADVICE_CHIN_UP, CUSTOMER, "Please raise your chin a little.")
ANNAE_PHRASE (ADVICE_CHIN_UP_2, CUSTOMER, "Please look a little higher.")
ANNAE_PHRASE (ADVICE_CHIN_DOWN, CUSTOMER, "Please lower your chin a little.")
ANNAE_PHRASE (ADVICE_CHIN_DOWN_2, CUSTOMER, "Please look a little lower.")
/* Translators: the head leans towards one shoulder. */
ANNAE_PHRASE (ADVICE_TILT_LEFT, CUSTOMER, "Please tilt your head a little left.")
ANNAE_PHRASE (ADVICE_TILT_LEFT_2, CUSTOMER, "Please lean your head towards your left shoulder.")
ANNAE_PHRASE (ADVICE_TILT_RIGHT, CUSTOMER, "Please tilt your head a little right.")
ANNAE_PHRASE (ADVICE_TILT_RIGHT_2, CUSTOMER, "Please lean your head towards your right shoulder.")
ANNAE_PHRASE (ADVICE_MORE_LIGHT, CUSTOMER, "Please turn towards the light.")
ANNAE_PHRASE (ADVICE_MORE_LIGHT_2, CUSTOMER, "Please face the window or a lamp.")
ANNAE_PHRASE (ADVICE_LESS_LIGHT, CUSTOMER, "Please turn away from the bright light.")
ANNAE_PHRASE (ADVICE_LESS_LIGHT_2, CUSTOMER, "Please move a little into the shade.")
ANNAE_PHRASE (ADVICE_LIGHT_BEHIND, CUSTOMER, "Please turn until the light faces you.")
ANNAE_PHRASE (ADVICE_LIGHT_BEHIND_2, CUSTOMER, "Please face the window.")
ANNAE_PHRASE (ADVICE_LIGHT_LEFT, CUSTOMER, "Please face the light on your left.")
ANNAE_PHRASE (ADVICE_LIGHT_LEFT_2, CUSTOMER, "Please turn your chair a little left.")
ANNAE_PHRASE (ADVICE_LIGHT_RIGHT, CUSTOMER, "Please face the light on your right.")
ANNAE_PHRASE (ADVICE_LIGHT_RIGHT_2, CUSTOMER, "Please turn your chair a little right.")
ANNAE_PHRASE (ADVICE_OPEN_EYES, CUSTOMER, "Please open your eyes.")
ANNAE_PHRASE (ADVICE_OPEN_EYES_2, CUSTOMER, "Please look straight at the camera.")
ANNAE_PHRASE (ADVICE_EYES_COVERED, CUSTOMER, "Please take off your glasses.")
ANNAE_PHRASE (ADVICE_EYES_COVERED_2, CUSTOMER, "Please show both your eyes.")
ANNAE_PHRASE (ADVICE_FACE_COVERED, CUSTOMER, "Please show your whole face.")
ANNAE_PHRASE (ADVICE_FACE_COVERED_2, CUSTOMER, "Please take off the mask or scarf.")
ANNAE_PHRASE (ADVICE_STAY_STILL, CUSTOMER, "Please stay still.")
ANNAE_PHRASE (ADVICE_STAY_STILL_2, CUSTOMER, "Please sit quietly for a moment.")
ANNAE_PHRASE (ADVICE_WIPE_LENS, CUSTOMER, "Please wipe the camera with a cloth.")
ANNAE_PHRASE (ADVICE_WIPE_LENS_2, CUSTOMER, "Please let our staff wipe the camera.")
/* Translators: a dot glides slowly from side to side on the screen; the head turns so that the nose points at it. */
ANNAE_PHRASE (ADVICE_FOLLOW_DOT, CUSTOMER, "Follow the dot with your nose.")
ANNAE_PHRASE (ADVICE_FOLLOW_DOT_2, CUSTOMER, "Turn your face after the dot, please.")
ANNAE_PHRASE (ADVICE_LOOK_AHEAD, CUSTOMER, "Please look straight ahead.")
ANNAE_PHRASE (ADVICE_LOOK_AHEAD_2, CUSTOMER, "Please look straight at the camera.")
/* Translators: longer than a blink; "Please open your eyes." is said when it was long enough. */
ANNAE_PHRASE (ADVICE_CLOSE_EYES, CUSTOMER, "Please close your eyes for a moment.")
ANNAE_PHRASE (ADVICE_CLOSE_EYES_2, CUSTOMER, "Please shut both eyes, then open them.")
ANNAE_PHRASE (ADVICE_HOLD, CUSTOMER, "Very good. Stay just like this.")
ANNAE_PHRASE (ADVICE_HOLD_2, CUSTOMER, "That is right. Stay still.")
ANNAE_PHRASE (ADVICE_DONE, CUSTOMER, "Thank you. You may move now.")
ANNAE_PHRASE (ADVICE_DONE_2, CUSTOMER, "Well done. You may relax.")
ANNAE_PHRASE (ADVICE_CARD_SHOW, CUSTOMER, "Please show your card to the camera.")
ANNAE_PHRASE (ADVICE_CARD_SHOW_2, CUSTOMER, "Please hold up the whole card.")
ANNAE_PHRASE (ADVICE_CARD_CLOSER, CUSTOMER, "Please bring the card a little closer.")
ANNAE_PHRASE (ADVICE_CARD_CLOSER_2, CUSTOMER, "Please move the card towards the camera.")
ANNAE_PHRASE (ADVICE_CARD_BACK, CUSTOMER, "Please move the card back a little.")
ANNAE_PHRASE (ADVICE_CARD_BACK_2, CUSTOMER, "Please bring the card towards yourself.")
ANNAE_PHRASE (ADVICE_CARD_CENTRE, CUSTOMER, "Please hold the card in the middle.")
ANNAE_PHRASE (ADVICE_CARD_CENTRE_2, CUSTOMER, "Please move the card into the frame.")
ANNAE_PHRASE (ADVICE_CARD_FLATTER, CUSTOMER, "Please hold the card straight.")
ANNAE_PHRASE (ADVICE_CARD_FLATTER_2, CUSTOMER, "Please turn the card flat to the camera.")
/* Translators: a lamp is mirrored in the card. */
ANNAE_PHRASE (ADVICE_CARD_GLARE, CUSTOMER, "The card shines. Please tilt it a little.")
ANNAE_PHRASE (ADVICE_CARD_GLARE_2, CUSTOMER, "Please turn the card away from lamps.")
ANNAE_PHRASE (ADVICE_CARD_LIGHT, CUSTOMER, "Please hold the card in the light.")
ANNAE_PHRASE (ADVICE_CARD_LIGHT_2, CUSTOMER, "Please bring the card to a brighter spot.")
ANNAE_PHRASE (ADVICE_CARD_PORTRAIT, CUSTOMER, "Please show the side with the photo.")
ANNAE_PHRASE (ADVICE_CARD_PORTRAIT_2, CUSTOMER, "Please keep fingers beside the photo.")
ANNAE_PHRASE (ADVICE_CARD_STILL, CUSTOMER, "Please hold the card still.")
ANNAE_PHRASE (ADVICE_CARD_STILL_2, CUSTOMER, "Please hold the card with both hands.")
ANNAE_PHRASE (ADVICE_CARD_HOLD, CUSTOMER, "Very good. Hold it just there.")
ANNAE_PHRASE (ADVICE_CARD_HOLD_2, CUSTOMER, "That is right. Hold it still.")
ANNAE_PHRASE (ADVICE_CARD_DONE, CUSTOMER, "Thank you. You may lower the card.")
ANNAE_PHRASE (ADVICE_CARD_DONE_2, CUSTOMER, "Well done. You may put it away.")

/* ---- What to change, on the retry and result pages ----------------------------------------------------------------- */

ANNAE_PHRASE (REASON_FACE_DIFFERENT, CUSTOMER, "Please look calmly into the camera.")
ANNAE_PHRASE (REASON_LIGHT, CUSTOMER, "Please face the window.")
ANNAE_PHRASE (REASON_ANGLE, CUSTOMER, "Please look straight ahead.")
ANNAE_PHRASE (REASON_DISTANCE, CUSTOMER, "Please come a little closer.")
ANNAE_PHRASE (REASON_BLUR, CUSTOMER, "Please stay still for a moment.")
ANNAE_PHRASE (REASON_COVERED, CUSTOMER, "Please show your whole face.")
ANNAE_PHRASE (REASON_CARD_QUALITY, CUSTOMER, "The photo on the card is unclear.")
ANNAE_PHRASE (REASON_CARD_MISSING, CUSTOMER, "Please show your ID card.")
/* Translators: the card's date of expiry. */
ANNAE_PHRASE (REASON_DOCUMENT_EXPIRED, CUSTOMER, "The date on your card has passed.")
/* Translators: the card's date of expiry could not be read by the machine. */
ANNAE_PHRASE (REASON_EXPIRY_UNREAD, CUSTOMER, "The date on your card is unclear.")
/* Translators: small movements of the head, which the arrow shows. */
ANNAE_PHRASE (REASON_LIVENESS, CUSTOMER, "Please follow the arrow.")
ANNAE_PHRASE (REASON_CANNOT_VERIFY, CUSTOMER, "This machine can guide, but not compare.")
ANNAE_PHRASE (REASON_NO_CAMERA, CUSTOMER, "The camera is not ready.")
ANNAE_PHRASE (REASON_ATTEMPTS_USED, CUSTOMER, "Our staff will continue with you.")
ANNAE_PHRASE (REASON_MACHINE, CUSTOMER, "The machine needs a moment.")

/* ---- Accessible names and descriptions ----------------------------------------------------------------------------- */

/* Translators: read by screen readers only. */
ANNAE_PHRASE (A11Y_MIRROR, CUSTOMER, "Mirror picture of yourself")
ANNAE_PHRASE (A11Y_MIRROR_CARD, CUSTOMER, "Picture of your card")
ANNAE_PHRASE (A11Y_PICTOGRAM, CUSTOMER, "Drawing of what to do")
ANNAE_PHRASE (A11Y_PROGRESS_CHECK, CUSTOMER, "How far the check is")
ANNAE_PHRASE (A11Y_TIME_LEFT, CUSTOMER, "Time that is left")
ANNAE_PHRASE (A11Y_LANGUAGES, CUSTOMER, "List of languages")
ANNAE_PHRASE (A11Y_FOOTER, CUSTOMER, "Settings and help")
ANNAE_PHRASE (A11Y_RESULT_GOOD, CUSTOMER, "Sign: all is well")
ANNAE_PHRASE (A11Y_RESULT_CARE, CUSTOMER, "Sign: our staff will help")
ANNAE_PHRASE (A11Y_CALL_STAFF, CUSTOMER, "Calls a member of our staff.")
ANNAE_PHRASE (A11Y_TEXT_SIZE, CUSTOMER, "Makes the text larger or smaller.")
ANNAE_PHRASE (A11Y_CONTRAST, CUSTOMER, "Changes the colours.")
ANNAE_PHRASE (A11Y_VOICE, CUSTOMER, "Turns the voice on or off.")
ANNAE_PHRASE (A11Y_SPEECH_RATE, CUSTOMER, "Makes the voice faster or slower.")
ANNAE_PHRASE (A11Y_VOLUME, CUSTOMER, "Makes the voice louder or quieter.")
ANNAE_PHRASE (A11Y_LANGUAGE, CUSTOMER, "Changes the language.")
ANNAE_PHRASE (A11Y_REPEAT, CUSTOMER, "Says the sentence again.")
ANNAE_PHRASE (A11Y_FURTHER_DOWN, CUSTOMER, "Shows what is further down.")
ANNAE_PHRASE (A11Y_TO_THE_TOP, CUSTOMER, "Goes back to the top.")

/* ---- Staff ---------------------------------------------------------------------------------------------------------- */

/* Translators: from here on the texts are for the member of staff: short, precise, on a narrow strip. */
ANNAE_PHRASE (STAFF_STRIP, STAFF, "For staff")
ANNAE_PHRASE (STAFF_STEP_LABEL, STAFF, "Step")
ANNAE_PHRASE (STAFF_CAUSE_LABEL, STAFF, "Cause")
ANNAE_PHRASE (STAFF_ACTION_LABEL, STAFF, "What to do")
ANNAE_PHRASE (STAFF_CUSTOMER_HEARS, STAFF, "The customer is told")
ANNAE_PHRASE (STAFF_PACK_LABEL, STAFF, "Model pack")
ANNAE_PHRASE (STAFF_CAMERA_LABEL, STAFF, "Camera")
ANNAE_PHRASE (STAFF_VOICE_LABEL, STAFF, "Voice")

ANNAE_PHRASE (STAFF_STEP_LANGUAGE, STAFF, "Waiting for a customer")
ANNAE_PHRASE (STAFF_STEP_CHOICE, STAFF, "Customer decides")
ANNAE_PHRASE (STAFF_STEP_PRACTICE, STAFF, "Practice")
ANNAE_PHRASE (STAFF_STEP_PRACTISED, STAFF, "Practice is over")
ANNAE_PHRASE (STAFF_STEP_DOCUMENT, STAFF, "ID document")
ANNAE_PHRASE (STAFF_STEP_POSITION, STAFF, "Positioning the face")
ANNAE_PHRASE (STAFF_STEP_CHECK, STAFF, "Comparing")
ANNAE_PHRASE (STAFF_STEP_RETRY, STAFF, "Not sure yet")
ANNAE_PHRASE (STAFF_STEP_RESULT, STAFF, "Result")

ANNAE_PHRASE (STAFF_OUTCOME_NONE, STAFF, "No outcome yet")
ANNAE_PHRASE (STAFF_OUTCOME_MATCH, STAFF, "Match: same person")
ANNAE_PHRASE (STAFF_OUTCOME_NO_MATCH, STAFF, "No match: use another way")
ANNAE_PHRASE (STAFF_OUTCOME_UNDECIDED, STAFF, "Undecided: use another way")
ANNAE_PHRASE (STAFF_OUTCOME_DECLINED, STAFF, "Declined: customer wants another way")
ANNAE_PHRASE (STAFF_OUTCOME_CANCELLED, STAFF, "Stopped by the customer")
ANNAE_PHRASE (STAFF_OUTCOME_TIMEOUT, STAFF, "Ended: nobody answered")
ANNAE_PHRASE (STAFF_OUTCOME_FAILED, STAFF, "The machine failed")

/* Translators: the causes below name what was measured. {value} is a number without a unit. */
ANNAE_PHRASE (STAFF_CAUSE_NONE, STAFF, "All is well")
ANNAE_PHRASE (STAFF_CAUSE_CAMERA_MISSING, STAFF, "No camera found")
ANNAE_PHRASE (STAFF_CAUSE_CAMERA_BUSY, STAFF, "Another program uses the camera")
ANNAE_PHRASE (STAFF_CAUSE_CAMERA_REFUSED, STAFF, "Access to the camera was refused")
ANNAE_PHRASE (STAFF_CAUSE_CAMERA_BLACK, STAFF, "The camera picture is black")
ANNAE_PHRASE (STAFF_CAUSE_NO_FACE, STAFF, "No face in the picture")
/* Translators: {value} is the size of the second face as a share of the first, such as "0.45". */
ANNAE_PHRASE (STAFF_CAUSE_MORE_FACES, STAFF, "More than one face (second: {value} of the first)")
/* Translators: {value} is the distance between the eyes in pixels. */
ANNAE_PHRASE (STAFF_CAUSE_COME_CLOSER, STAFF, "Too far away: {value} px between the eyes")
/* Translators: {value} is the width of the face as a share of the picture, such as "0.61". */
ANNAE_PHRASE (STAFF_CAUSE_MOVE_BACK, STAFF, "Too close: face fills {value} of the width")
/* Translators: {value} is how far off the middle the face is, as a share of the picture. */
ANNAE_PHRASE (STAFF_CAUSE_MOVE_LEFT, STAFF, "Too far to the customer's right ({value})")
/* Translators: {value} is how far off the middle the face is, as a share of the picture. */
ANNAE_PHRASE (STAFF_CAUSE_MOVE_RIGHT, STAFF, "Too far to the customer's left ({value})")
/* Translators: {value} is how far off the middle the face is, as a share of the picture. */
ANNAE_PHRASE (STAFF_CAUSE_MOVE_UP, STAFF, "Face too low in the picture ({value})")
/* Translators: {value} is how far off the middle the face is, as a share of the picture. */
ANNAE_PHRASE (STAFF_CAUSE_MOVE_DOWN, STAFF, "Face too high in the picture ({value})")
/* Translators: {value} is an angle in degrees. */
ANNAE_PHRASE (STAFF_CAUSE_TURN_LEFT, STAFF, "Head turned to the customer's right by {value}°")
/* Translators: {value} is an angle in degrees. */
ANNAE_PHRASE (STAFF_CAUSE_TURN_RIGHT, STAFF, "Head turned to the customer's left by {value}°")
/* Translators: {value} is an angle in degrees. */
ANNAE_PHRASE (STAFF_CAUSE_CHIN_UP, STAFF, "Looking down by {value}°")
/* Translators: {value} is an angle in degrees. */
ANNAE_PHRASE (STAFF_CAUSE_CHIN_DOWN, STAFF, "Looking up by {value}°")
/* Translators: {value} is an angle in degrees. */
ANNAE_PHRASE (STAFF_CAUSE_TILT_LEFT, STAFF, "Head leans to the customer's right by {value}°")
/* Translators: {value} is an angle in degrees. */
ANNAE_PHRASE (STAFF_CAUSE_TILT_RIGHT, STAFF, "Head leans to the customer's left by {value}°")
/* Translators: {value} is a brightness from 0 to 1. */
ANNAE_PHRASE (STAFF_CAUSE_MORE_LIGHT, STAFF, "Face too dark ({value})")
/* Translators: {value} is a brightness from 0 to 1. */
ANNAE_PHRASE (STAFF_CAUSE_LESS_LIGHT, STAFF, "Face too bright ({value})")
/* Translators: {value} is a ratio: how many times the background is brighter than the face. */
ANNAE_PHRASE (STAFF_CAUSE_LIGHT_BEHIND, STAFF, "Light from behind, {value}:1")
/* Translators: {value} is the difference between both halves of the face in stops (powers of two). */
ANNAE_PHRASE (STAFF_CAUSE_LIGHT_LEFT, STAFF, "Light from the customer's left ({value} stops)")
/* Translators: {value} is the difference between both halves of the face in stops (powers of two). */
ANNAE_PHRASE (STAFF_CAUSE_LIGHT_RIGHT, STAFF, "Light from the customer's right ({value} stops)")
/* Translators: {value} is the opening of the eyes as a share of what is usual for this person. */
ANNAE_PHRASE (STAFF_CAUSE_OPEN_EYES, STAFF, "Eyes closed ({value} of usual)")
ANNAE_PHRASE (STAFF_CAUSE_EYES_COVERED, STAFF, "Eyes covered: dark glasses or glare")
ANNAE_PHRASE (STAFF_CAUSE_FACE_COVERED, STAFF, "Mouth or nose covered")
/* Translators: {value} is a speed in distances between the eyes a second. */
ANNAE_PHRASE (STAFF_CAUSE_STAY_STILL, STAFF, "Moving ({value} eye distances a second)")
/* Translators: {value} is a measure of sharpness without a unit. */
ANNAE_PHRASE (STAFF_CAUSE_WIPE_LENS, STAFF, "Picture stays blurred ({value}): lens dirty")
ANNAE_PHRASE (STAFF_CAUSE_FOLLOW_DOT, STAFF, "Asked to follow a dot with the nose")
ANNAE_PHRASE (STAFF_CAUSE_LOOK_AHEAD, STAFF, "Asked to look straight ahead")
ANNAE_PHRASE (STAFF_CAUSE_CLOSE_EYES, STAFF, "Asked to close the eyes for a moment")
ANNAE_PHRASE (STAFF_CAUSE_HOLD, STAFF, "Good: taking the picture")
ANNAE_PHRASE (STAFF_CAUSE_DONE, STAFF, "Picture taken")
ANNAE_PHRASE (STAFF_CAUSE_CARD_SHOW, STAFF, "No card in the picture")
/* Translators: {value} is the distance between the eyes of the portrait in pixels. */
ANNAE_PHRASE (STAFF_CAUSE_CARD_CLOSER, STAFF, "Card too far away (portrait {value} px)")
/* Translators: {value} is the width of the card as a share of the picture. */
ANNAE_PHRASE (STAFF_CAUSE_CARD_BACK, STAFF, "Card too close ({value} of the width)")
ANNAE_PHRASE (STAFF_CAUSE_CARD_CENTRE, STAFF, "Card not in the middle")
/* Translators: {value} is an angle in degrees. */
ANNAE_PHRASE (STAFF_CAUSE_CARD_FLATTER, STAFF, "Card held at an angle of {value}°")
/* Translators: {value} is a share of the portrait, from 0 to 1. */
ANNAE_PHRASE (STAFF_CAUSE_CARD_GLARE, STAFF, "Glare on the card ({value} of the portrait)")
/* Translators: {value} is a brightness from 0 to 1. */
ANNAE_PHRASE (STAFF_CAUSE_CARD_LIGHT, STAFF, "Card too dark ({value})")
ANNAE_PHRASE (STAFF_CAUSE_CARD_PORTRAIT, STAFF, "No portrait found on the card")
ANNAE_PHRASE (STAFF_CAUSE_CARD_STILL, STAFF, "Card moves")
ANNAE_PHRASE (STAFF_CAUSE_CARD_HOLD, STAFF, "Good: taking the portrait")
ANNAE_PHRASE (STAFF_CAUSE_CARD_DONE, STAFF, "Portrait taken")
ANNAE_PHRASE (STAFF_PORTRAIT_SMALL, STAFF, "Portrait on the card has too few pixels")
ANNAE_PHRASE (STAFF_PORTRAIT_BLURRED, STAFF, "Portrait on the card is blurred")
ANNAE_PHRASE (STAFF_PORTRAIT_GLARE, STAFF, "Glare on the card's portrait")
ANNAE_PHRASE (STAFF_PORTRAIT_HOLOGRAM, STAFF, "A hologram shines over the portrait's eyes")
ANNAE_PHRASE (STAFF_PORTRAIT_GREY, STAFF, "Grey portrait: engraved by laser, or a copy")
ANNAE_PHRASE (STAFF_CAUSE_OWN_CHOICE, STAFF, "The customer's own choice")
ANNAE_PHRASE (STAFF_CAUSE_NO_ANSWER, STAFF, "No answer within the time")

ANNAE_PHRASE (STAFF_ACTION_NONE, STAFF, "Nothing to do")
/* Translators: the customer has been recognised. */
ANNAE_PHRASE (STAFF_ACTION_GO_ON, STAFF, "Go on with what the customer came for")
/* Translators: the mobile ID app, an abstract of the resident register, or staff comparing by eye. */
ANNAE_PHRASE (STAFF_ACTION_OTHER_WAY, STAFF, "Offer mobile ID, abstract, or compare by eye")
ANNAE_PHRASE (STAFF_ACTION_ASK, STAFF, "Ask what the customer needs")
ANNAE_PHRASE (STAFF_ACTION_WAIT, STAFF, "Let the customer hold still")
ANNAE_PHRASE (STAFF_ACTION_CAMERA_MISSING, STAFF, "Plug the camera in again")
ANNAE_PHRASE (STAFF_ACTION_CAMERA_BUSY, STAFF, "Close other programs that use the camera")
ANNAE_PHRASE (STAFF_ACTION_CAMERA_REFUSED, STAFF, "Allow the camera in the system settings")
ANNAE_PHRASE (STAFF_ACTION_CAMERA_BLACK, STAFF, "Open the camera's cover")
ANNAE_PHRASE (STAFF_ACTION_NO_FACE, STAFF, "Point the camera at the customer's face")
ANNAE_PHRASE (STAFF_ACTION_MORE_FACES, STAFF, "Step out of the picture; leave one person")
ANNAE_PHRASE (STAFF_ACTION_DISTANCE, STAFF, "Move the chair or the screen")
ANNAE_PHRASE (STAFF_ACTION_SIDEWAYS, STAFF, "Turn the screen towards the customer")
ANNAE_PHRASE (STAFF_ACTION_HEIGHT, STAFF, "Tilt the camera or adjust the chair")
ANNAE_PHRASE (STAFF_ACTION_POSE, STAFF, "Put the camera at eye height, straight ahead")
ANNAE_PHRASE (STAFF_ACTION_MORE_LIGHT, STAFF, "Switch on a lamp in front of the customer")
ANNAE_PHRASE (STAFF_ACTION_LESS_LIGHT, STAFF, "Dim the lamp or draw the blind")
ANNAE_PHRASE (STAFF_ACTION_LIGHT_BEHIND, STAFF, "Draw the blind behind the customer, or turn the screen")
ANNAE_PHRASE (STAFF_ACTION_LIGHT_SIDE, STAFF, "Draw the blind at that side, or turn the screen")
ANNAE_PHRASE (STAFF_ACTION_EYES, STAFF, "Give time; narrow eyes are no obstacle")
ANNAE_PHRASE (STAFF_ACTION_GLASSES, STAFF, "Ask for the glasses to be taken off, or tilt the lamp")
ANNAE_PHRASE (STAFF_ACTION_COVERED, STAFF, "Ask for mask, hand or scarf to be moved")
ANNAE_PHRASE (STAFF_ACTION_STILL, STAFF, "Offer an armrest; a tremor is no obstacle")
ANNAE_PHRASE (STAFF_ACTION_WIPE_LENS, STAFF, "Wipe the camera's lens")
ANNAE_PHRASE (STAFF_ACTION_CARD_HOLD, STAFF, "Offer to hold the card for the customer")
ANNAE_PHRASE (STAFF_ACTION_CARD_GLARE, STAFF, "Tilt the card away from the lamp")
ANNAE_PHRASE (STAFF_ACTION_CARD_PORTRAIT, STAFF, "Turn the card over; fingers off the portrait")
ANNAE_PHRASE (STAFF_ACTION_CARD_CLOSER, STAFF, "Hold the card closer, or scan it larger")
ANNAE_PHRASE (STAFF_ACTION_CARD_HOLOGRAM, STAFF, "Tilt the card until the hologram is dark")
ANNAE_PHRASE (STAFF_ACTION_CARD_ORIGINAL, STAFF, "Check that the document is an original")
ANNAE_PHRASE (STAFF_ACTION_DOCUMENT_OTHER, STAFF, "Ask for a document that is still valid")
ANNAE_PHRASE (STAFF_ACTION_DOCUMENT_DATE, STAFF, "Read the date on the document yourself")

ANNAE_PHRASE (STAFF_REASON_NONE, STAFF, "No particular cause")
ANNAE_PHRASE (STAFF_REASON_FACE_DIFFERENT, STAFF, "Live face and portrait differ: old photo or another person")
ANNAE_PHRASE (STAFF_REASON_LIGHT, STAFF, "Light: too dark, too bright or from behind")
ANNAE_PHRASE (STAFF_REASON_ANGLE, STAFF, "Angle: head turned or camera too low")
ANNAE_PHRASE (STAFF_REASON_DISTANCE, STAFF, "Distance: face too small or too large")
ANNAE_PHRASE (STAFF_REASON_BLUR, STAFF, "Blur: movement or a dirty lens")
ANNAE_PHRASE (STAFF_REASON_COVERED, STAFF, "Part of the face was covered")
ANNAE_PHRASE (STAFF_REASON_CARD_QUALITY, STAFF, "Portrait on the card is too small, old or unclear")
ANNAE_PHRASE (STAFF_REASON_CARD_MISSING, STAFF, "No portrait was taken from a document")
ANNAE_PHRASE (STAFF_REASON_DOCUMENT_EXPIRED, STAFF, "The document's date of expiry has passed")
ANNAE_PHRASE (STAFF_REASON_EXPIRY_UNREAD, STAFF, "The face agrees, but the document's date was not read")
/* Translators: small movements of the head were asked for, to show that a living person is there. */
ANNAE_PHRASE (STAFF_REASON_LIVENESS, STAFF, "The face agrees, but no movements were seen: a picture, or hard to do")
ANNAE_PHRASE (STAFF_REASON_CANNOT_VERIFY, STAFF, "The model pack in use cannot compare faces")
ANNAE_PHRASE (STAFF_REASON_NO_CAMERA, STAFF, "No camera picture")
ANNAE_PHRASE (STAFF_REASON_ATTEMPTS_USED, STAFF, "All attempts are used")
ANNAE_PHRASE (STAFF_REASON_MACHINE, STAFF, "A fault of the machine: see the log")

/* Translators: {count} is how many more times the customer may try, 0 to 3. */
ANNAE_PHRASE_N (STAFF_ATTEMPTS_LEFT, STAFF, "{count} attempt left", "{count} attempts left")
ANNAE_PHRASE (STAFF_PACK_CANNOT_VERIFY, STAFF, "Guides only: this pack cannot compare faces")
/* Translators: {name} is the title of the model pack, {note} says what it must not be used for. */
ANNAE_PHRASE (STAFF_PACK_NOTE, STAFF, "{name}: {note}")
ANNAE_PHRASE (STAFF_SOUND_NONE, STAFF, "No sound device")
ANNAE_PHRASE (STAFF_VOICE_READY, STAFF, "Speaking")
ANNAE_PHRASE (STAFF_VOICE_NONE, STAFF, "No voice for this language: chime, text and pictures")
ANNAE_PHRASE (STAFF_VOICE_OFF, STAFF, "Muted by the customer")
ANNAE_PHRASE (STAFF_LIVENESS_NOT_TESTED, STAFF, "Liveness is not tested")
ANNAE_PHRASE (STAFF_LIVENESS_ASKED, STAFF, "Liveness: small movements are asked for")

ANNAE_PHRASE (STAFF_BUTTON_CAME, STAFF, "I am here")
ANNAE_PHRASE (STAFF_BUTTON_TAKE_OVER, STAFF, "Take over")
ANNAE_PHRASE (STAFF_BUTTON_AUDIT, STAFF, "What happened to the picture")
ANNAE_PHRASE (STAFF_NOTICE_CALL, STAFF, "A customer needs help")
/* Translators: {step} is one of the steps above, {language} the customer's language by its own name. */
ANNAE_PHRASE (STAFF_NOTICE_CALL_BODY, STAFF, "{step} · {language}")
ANNAE_PHRASE (STAFF_OFFER, STAFF, "No progress for 30 seconds: please help")
ANNAE_PHRASE (STAFF_WARNING, STAFF, "Customer is silent: everything will be deleted")
ANNAE_PHRASE (STAFF_DOCUMENT_TROUBLE, STAFF, "The picture of the document cannot be used")

/* clang-format on */
