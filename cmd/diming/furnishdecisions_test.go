package main

import "strings"

// decisions puts one row into each table of what is decided about names, so
// that an export that forgot one would be seen. Only what the constraints of
// the database want is true of them.
func (f *furnished) decisions() {
	f.t.Helper()
	const id = `'01990000-0000-7000-8000-0000000000bb'`
	fill := strings.NewReplacer("$id", id, "$entry", "(SELECT min(id) FROM ledger_entry)", "$place", "(SELECT id FROM place WHERE division IS NULL ORDER BY id LIMIT 1)",
		"$division", "(SELECT division FROM division_version WHERE code = '330881' LIMIT 1)", "$who", "(SELECT id FROM account WHERE login = 'wang')")
	for _, sql := range []string{
		`INSERT INTO case_procedure (id, division, class, kind, body, basis, entry) VALUES ($id, $division, '235', '', '{}', '依据', $entry)`,
		`INSERT INTO case_number VALUES (2026, 'naming', 1)`,
		`INSERT INTO name_case (id, number, kind, channel, class, division, title, opened_by, opened_on, procedure, tag)
			VALUES ($id, '2026-命-0001', 'naming', 'counter', '23514', $division, '示例路', $who, '2026-01-05', '{}', $entry)`,
		`INSERT INTO case_item (id, name_case, ordinal, class, text, alternatives, length_m) VALUES ($id, $id, 1, '23514', '示例路', '{"示例街","带\"引号"}', 12.50)`,
		`INSERT INTO case_finding (id, name_case, item, key, check_id, severity, body, rule_version, entry) VALUES ($id, $id, $id, sha256('x'), 'N5', 'justify', '{}', '1', $entry)`,
		`INSERT INTO case_consultation (id, name_case, kind, required, opened_on) VALUES ($id, $id, 'expert', true, '2026-01-06')`,
		`INSERT INTO case_document (id, name_case, kind, title, name, sha256, media_type, size_bytes, added_by, entry)
			VALUES ($id, $id, 'plan', '方案', 'a.pdf', encode(sha256('x'), 'hex'), 'application/pdf', 1, $who, $entry)`,
		`INSERT INTO case_clock (name_case, key, starts_on, due_on, safe_on, warn_on, basis) VALUES ($id, 'processing', '2026-01-05', '2026-01-20', '2026-01-20', '2026-01-15', '依据')`,
		`INSERT INTO case_effect VALUES ($id, $id, 'signs', 'x')`,
		`INSERT INTO case_announcement (id, name_case, year, number, title, body, channels, published_on, published_by, head_seq, head_hash, entry)
			VALUES ($id, $id, 2026, 1, '公告', '{"names":[],"approver":"示例","reply_no":"1","approved_on":"2026-01-10","kind":"naming"}', '{网站}', '2026-01-20', $who, 1, '00', $entry)`,
		`INSERT INTO public_notice (id, name_case, kind, title, text, from_on, to_on, basis, consultation, published_by, entry, tag)
			VALUES ($id, $id, 'notice', '公示', '内容', '2026-01-06', '2026-01-13', '依据', $id, $who, $entry, $entry)`,
		`INSERT INTO notice_comment (id, notice, text, tag) VALUES ($id, $id, '意见', $entry)`,
		`INSERT INTO name_sound (id, name, sha256, kind, size_bytes, entry) SELECT $id, n.id, '` + string(f.document) + `', 'mp3', 30, $entry FROM name n WHERE n.place = $place LIMIT 1`,
		`INSERT INTO naming_word (id, list, text, source, added) VALUES ($id, 'brands', '示例', '测试', $entry)`,
		`INSERT INTO paper_template (id, kind, name, sha256, size_bytes, basis, adopted_by, entry) VALUES ($id, 'reply', '批复.docx', encode(sha256('x'), 'hex'), 1, '依据', $who, $entry)`,
		`INSERT INTO heritage_batch (id, division, title, year, criteria, entry) VALUES ($id, $division, '第一批', 2026, '标准', $entry)`,
		`INSERT INTO heritage_item (id, batch, place, name, class, reason, proposed_by, entry) VALUES ($id, $id, $place, '示例', '古村落', '理由', $who, $entry)`,
		`INSERT INTO heritage_evidence (id, item, title, entry) VALUES ($id, $id, '县志', $entry)`,
		`INSERT INTO heritage_plan (id, item, measures, text, drawn_on, entry) VALUES ($id, $id, '{marker}', '方案', '2026-01-05', $entry)`,
		`INSERT INTO heritage_plan_approval (plan, approved_by, approved_on, entry) VALUES ($id, '01990000-0000-7000-8000-0000000000cc', '2026-01-06', $entry)`,
		`INSERT INTO name_claim_past (entry, place, scope, class_group, key, valid) VALUES ($entry, $place, $division, 'village', '示例村', '[2020-01-01,)')`,
		`INSERT INTO quality_finding (place, check_id, entry) VALUES ($place, 'meaning', $entry)`,
		`INSERT INTO quality_count VALUES ('2026-01-05', 'meaning', '330881', 1, 0)`,
		`INSERT INTO redivision_case (id, home, title, proposal, applicant) VALUES ($id, $division, '示例', '{}', $who)`,
		`INSERT INTO redivision_step (redivision, n, from_state, to_state, on_day, actor, entry)
			SELECT $id, 1, from_state, to_state, '2026-01-05', $who, $entry FROM redivision_transition ORDER BY 3, 4 LIMIT 1`,
		`INSERT INTO redivision_paper (id, redivision, kind, digest, media_type, name, size_bytes, actor, entry) VALUES ($id, $id, 'application', encode(sha256('x'), 'hex'), 'application/pdf', '申请.pdf', 1, $who, $entry)`,
		`INSERT INTO redivision_deadline VALUES ($id, 'codes', '2026-02-05', '依据', NULL)`,
		`INSERT INTO campaign (id, title, division, basis, begun_on, entry) VALUES ($id, '清理', $division, '依据', '2026-01-05', $entry)`,
		`INSERT INTO campaign_run (id, campaign, actor, state, finished) VALUES ($id, $id, $who, 'done', now())`,
		`INSERT INTO campaign_item (id, campaign, place, name, class, checks, findings, rules, seen_run) VALUES ($id, $id, $place, '示例', '22200', '{大}', '[]', '1', $id)`,
		`INSERT INTO campaign_decision (id, item, decision, reason, actor, entry) VALUES ($id, $id, 'keep', '理由', $who, $entry)`,
		`INSERT INTO supervision (id, kind, division, subject, made_on, entry) VALUES ($id, 'talk', $division, '约谈', '2026-01-05', $entry)`,
		`INSERT INTO name_certificate (id, token, year, number, written, kind, place, division, name, facts, papers, person, issuer, issued_on, issued_by, entry)
			VALUES ($id, '0123456789abcdefghjkmnpqrs', 2026, 1, '地名证〔2026〕1号', 'standard', $place, $division, '示例', '{"name":"示例","former":[]}', 0, $id, '示例民政局', '2026-01-05', $who, $entry)`,
		`INSERT INTO certificate_number VALUES (2026, 1)`,
		`INSERT INTO address_application_number VALUES (2026, 1)`,
		`INSERT INTO address_application (id, number, channel, want, division, site, person, received_on, tag, clock_from, due_on, safe_on, warn_on, due_basis, opened_by)
			VALUES ($id, '2026-址-0001', 'counter', 'number', $division, 'SRID=4490;POINT(118.5 28.5)', $id, '2026-01-05', $entry, '2026-01-05', '2026-01-19', '2026-01-19', '2026-01-14', '依据', $who)`,
		`INSERT INTO address_application_step (application, n, step, from_state, to_state, on_day, actor, entry) VALUES ($id, 1, 'receive', '', 'received', '2026-01-05', $who, $entry)`,
		`INSERT INTO address_application_photo (id, application, name, sha256, media_type, size_bytes, actor, entry) VALUES ($id, $id, '现场.jpg', encode(sha256('x'), 'hex'), 'image/jpeg', 1, $who, $entry)`,
		`INSERT INTO address_application_certificate VALUES ($id, $id)`,
		`INSERT INTO village_paper (village, n, digest, made, actor, entry) VALUES ($division, 1, encode(sha256('x'), 'hex'), '2026-01-05', $who, $entry)`,
		`INSERT INTO village_paper_posted (village, n, k, on_day, places, actor, entry) VALUES ($division, 1, 1, '2026-01-06', '村口', $who, $entry)`,
		`INSERT INTO shelter (id, tag) VALUES ($id, $entry)`,
		`INSERT INTO shelter_version (shelter, division, name, level, duration, space, suits, point, total_m2, capacity, source, valid, entry)
			VALUES ($id, $division, '示例避灾点', 'village', 'short', 'indoor', '{typhoon,flood}', 'SRID=4490;POINT(118.5 28.5)', 300, 60, '测试', '[2020-01-01,)', $entry)`,
		`INSERT INTO shelter_check (shelter, n, kind, on_day, result, stock, actor, entry)
			VALUES ($id, 1, 'stock', '2026-01-05', 'good', '[{"item":"棉被","amount":20,"unit":"床","best_before":"2027-01-01"}]', $who, $entry)`,
		`INSERT INTO shelter_report (id, shelter, state, people, said_at, phone_at, came_at, actor, entry) VALUES ($id, $id, 'open', 12, '2026-01-05T08:00:00Z', '2026-01-04T08:00:00Z', '2026-01-05T08:01:00Z', $who, $entry)`,
		`INSERT INTO boundary_line (id) VALUES ($id)`,
		`INSERT INTO boundary_line_version (line, name, level, a_division, b_kind, a_on_left, geom, source, entry, valid, length_m)
			VALUES ($id, '示例线', 3, $division, 'not_held', true, 'SRID=4490;MULTILINESTRING((118.5 28.5,118.6 28.6))', '测试', $entry, '[1900-01-01,1901-01-01)', 0)`,
		`INSERT INTO division_face_release VALUES ($entry, $division, '测试')`,
		`INSERT INTO boundary_junction (id) VALUES ($id)`,
		`INSERT INTO boundary_junction_version (junction, point, source, entry, valid) VALUES ($id, 'SRID=4490;POINT(118.5 28.5)', '测试', $entry, '[2020-01-01,)')`,
		`INSERT INTO boundary_document (id, line, kind, digest, media_type, name, size_bytes, actor, entry)
			VALUES ($id, $id, 'agreement', encode(sha256('x'), 'hex'), 'application/pdf', '协议书.pdf', 1, $who, $entry)`,
		`INSERT INTO boundary_enclave (id, line, division, within, name, basis, actor, entry)
			SELECT $id, $id, $division, d.id, '示例飞地', '依据', $who, $entry FROM division d WHERE d.id <> $division ORDER BY d.id LIMIT 1`,
		`INSERT INTO boundary_work (id, line, name, actor, entry) VALUES ($id, $id, '示例工程', $who, $entry)`,
		`WITH m AS (INSERT INTO marker (id, state, tag) VALUES ($id, 'set', $entry) RETURNING id)
			INSERT INTO marker_step (marker, n, step, from_state, to_state, on_day, side, present_a, present_b, person, actor, entry)
			SELECT id, 1, 'set', 'planned', 'set', '2020-01-05', 'a', true, true, $id, $who, $entry FROM m`,
		`INSERT INTO marker_version (marker, line, junction, number, serial, kind, faces, point, elevation_m, original, crs, source, entry, valid)
			VALUES ($id, $id, $id, '1', 1, 'single', 2, 'SRID=4490;POINT(118.5 28.5)', 312.450, 'X 1', '1954北京坐标系', '测试', $entry, '[2020-01-01,)')`,
		`INSERT INTO marker_reference (id, marker) VALUES ($id, $id)`,
		`INSERT INTO marker_reference_version (reference, ordinal, name, azimuth_deg, azimuth_north, distance_m, point, entry, valid)
			VALUES ($id, 1, '老樟树', 65.5, 'grid', 53.2, 'SRID=4490;POINT(118.501 28.5)', $entry, '[2020-01-01,)')`,
		`INSERT INTO marker_photo (id, marker, face, digest, media_type, name, size_bytes, actor, entry)
			VALUES ($id, $id, 'a', encode(sha256('x'), 'hex'), 'image/jpeg', 'a.jpg', 1, $who, $entry)`,
		`INSERT INTO marker_sighting (id, marker, seen_at, side, condition, observer, point, accuracy_m, entry)
			VALUES ($id, $id, '2026-11-02T03:00:00Z', 'b', 'normal', $who, 'SRID=4490;POINT(118.5 28.5)', 12.3, $entry)`,
		`INSERT INTO numbering_scheme (division, name, basis, rules, entry, valid) VALUES ($division, '示例', '依据', '{"mode":"sequential"}', $entry, '[1990-01-01,1991-01-01)')`,
		`WITH a AS (INSERT INTO address (id, state, tag) VALUES ($id, 'confirmed', $entry) RETURNING id)
			INSERT INTO address_step (address, n, step, from_state, to_state, on_day, actor, entry) SELECT id, 1, 'confirm', 'numbered', 'confirmed', '2026-01-05', $who, $entry FROM a`,
		`INSERT INTO address_version (address, kind, division, way, number, sub, insert_format, room, entrance, source, entry, valid)
			VALUES ($id, 'main', $division, $place, '12', '1', '之', '501', 'SRID=4490;POINT(118.6 28.7)', '测试', $entry, '[2020-01-01,)')`,
		`WITH p AS (INSERT INTO plate (id, county, kind, address, name, number, state, tag) VALUES ($id, '330881', 'door_small', $id, '示例路', '12之1号', 'checked', $entry) RETURNING id)
			INSERT INTO plate_step (plate, n, step, from_state, to_state, on_day, actor, entry) SELECT id, 1, 'check', 'planned', 'checked', '2026-01-05', $who, $entry FROM p`,
		`INSERT INTO sign_code (token, place, plate) VALUES ('0000000000', $place, $id)`,
		`INSERT INTO code_scan_day VALUES ('0000000000', '2026-01-05', 3)`,
		`INSERT INTO wall_code (text, request, host, plate, entry) VALUES ('http://old.example/m?id=1', '/m?id=1', 'old.example', $id, $entry)`,
		`WITH r AS (INSERT INTO print_run (id, county, division, title, source, sheet, origin, texts, state, job, tag)
			VALUES ($id, '330881', $division, '示例批次', 'planned', '{}', 'https://diming.example.cn', encode(sha256('x'), 'hex'), 'proofed', 'passed', $entry) RETURNING id)
			INSERT INTO print_run_step (run, n, step, from_state, to_state, actor, entry) SELECT id, 1, 'proof', 'draft', 'proofed', $who, $entry FROM r`,
		`INSERT INTO print_run_plate (run, n, plate, tried) VALUES ($id, 1, $id, $entry)`,
		`INSERT INTO print_run_part (run, n, first, last, sheets, codes, sha256, size_bytes) VALUES ($id, 1, 1, 1, 1, 1, '` + string(f.document) + `', 30)`,
		`INSERT INTO plate_payload_key (year, nth, public_key, entry) VALUES (2255, 255, sha256('payload'), $entry)`,
		`INSERT INTO plate_payload (plate, token, year, nth, text, words, entry) VALUES ($id, '0000000000', 2255, 255, 'HTTPS://DIMING.EXAMPLE.CN/Q/0000000000#0', '避灾点 示例', $entry)`,
		`WITH r AS (INSERT INTO wall_report (id, number, token, plate, division, county, name, kind, person, photo, point, away_m, due_on, state, tag)
			VALUES ($id, '0000000', '0000000000', $id, $division, '330881', '示例路12之1号', 'damaged', NULL, '` + string(f.document) + `', 'SRID=4490;POINT(118.6 28.7)', 12, '2026-12-31', 'declined', $entry) RETURNING id)
			INSERT INTO wall_report_step (report, n, step, from_state, to_state, note, actor, entry) SELECT id, 1, 'decline', 'received', 'declined', '示例理由', $who, $entry FROM r`,
		`INSERT INTO boundary_round (id, division, ordinal, from_year, to_year, basis, entry) VALUES ($id, $division, 5, 2023, 2027, '依据', $entry)`,
		`INSERT INTO boundary_task (id, line, round, ordinal, year, lead, due, opened_by, entry) VALUES ($id, $id, $id, 5, 2026, 'a', '2026-12-31', $who, $entry)`,
		`INSERT INTO task_paper (id, task, kind, sha256, media_type, name, size_bytes, added_by, entry)
			VALUES ($id, $id, 'plan', encode(sha256('x'), 'hex'), 'application/pdf', '方案.pdf', 1, $who, $entry)`,
		`INSERT INTO task_step (task, n, from_state, to_state, side, on_day, actor, paper, entry) VALUES ($id, 1, 'planned', 'plan_signed', 'a', '2026-03-02', $who, $id, $entry)`,
		`INSERT INTO task_signing (id, task, side, means, on_day, actor, entry) VALUES ($id, $id, 'a', 'account', '2026-11-02', $who, $entry)`,
		`INSERT INTO task_problem (id, task, text, object_kind, actor, entry) VALUES ($id, $id, '基座松动', 'marker', $who, $entry)`,
		`INSERT INTO task_minutes (id, task, held_on, place, text, actor, entry) VALUES ($id, $id, '2026-03-02', '示例', '商定方案', $who, $entry)`,
		`INSERT INTO task_note (id, task, side, text, actor, entry) VALUES ($id, $id, 'a', '内业', $who, $entry)`,
		`INSERT INTO check_form (id, division, form, basis, actor, entry) VALUES ($id, $division, '{}', '依据', $who, $entry)`,
		`INSERT INTO field_server (id, public_key, own, name, since) VALUES ($id, sha256('server'), false, '示例', now())`,
		`INSERT INTO field_invitation (id, task, side, person, hash, made_by, made_at, ends_at, entry) VALUES ($id, $id, 'b', $id, sha256('i'), $who, now(), now() + interval '1 day', $entry)`,
		`INSERT INTO field_device (id, account, public_key, name, hash, made_at, ends_at, entry) VALUES ($id, $who, sha256('phone'), '示例手机', sha256('d'), now(), now(), $entry)`,
		`INSERT INTO field_vouched VALUES ($id, $id, 'b', $entry)`,
		`INSERT INTO field_record (id, task, kind, object, object_kind, side, observer, device, digest, body, standing, phone_time, server_time, stored, entry)
			VALUES ($id, $id, 'note', $id, 'marker', 'a', $who, $id, encode(sha256('{}'), 'hex'), '{}', 'accepted', now(), now(), now(), $entry)`,
		`INSERT INTO field_file (sha256, size_bytes, have, media_type, task, device, began_at, done_at, entry)
			VALUES ('` + string(f.document) + `', 30, 30, 'image/jpeg', $id, $id, now(), now(), $entry)`,
		`INSERT INTO field_sheet VALUES (encode(sha256('{}'), 'hex'), $id, '{}', $id, now(), $entry)`,
		`INSERT INTO field_signature (id, task, sheet, side, signer, device, digest, body, standing, phone_time, stored, brought_by, entry)
			VALUES ($id, $id, encode(sha256('{}'), 'hex'), 'a', $who, $id, encode(sha256('{}'), 'hex'), '{}', 'accepted', now(), now(), $id, $entry)`,
		`INSERT INTO field_scan (id, sheet, task, sha256, name, media_type, size_bytes, filed_by, filed_at, entry)
			VALUES ($id, encode(sha256('{}'), 'hex'), $id, '` + string(f.document) + `', '记录表.pdf', 'application/pdf', 30, $who, now(), $entry)`,
		`INSERT INTO field_receipt VALUES ('record', $id, '{}', sha256('a') || sha256('b'), $id)`,
		`INSERT INTO field_clock VALUES ($id, now(), now())`,
		`INSERT INTO field_pack (id, task, revision, device, sides, photos, made_at, ends_at, size_bytes, entry) VALUES ($id, $id, 1, $id, '{a}', '{}', now(), now(), 1, $entry)`,
		`INSERT INTO upkeep_contract (id, line, side, number, person, from_on, to_on, every_months, basis, officer, actor, entry)
			VALUES ($id, $id, 'a', '1', $id, '2026-01-01', '2026-12-31', 1, '依据', $who, $who, $entry)`,
		`INSERT INTO upkeep_contract_marker VALUES ($id, $id)`,
		`INSERT INTO upkeep_keeper (id, contract, account, entry) VALUES ($id, $id, $who, $entry)`,
		`INSERT INTO upkeep_patrol (id, contract, occasion, period, made_at, position, accuracy_m, clear_radius_m, actor, entry)
			VALUES ($id, $id, 'regular', '2026-01-01', '2026-01-05 10:00+08', 'SRID=4490;POINT(118.5 28.5)', 8, 5, $who, $entry)`,
		`INSERT INTO upkeep_check (patrol, marker, reached, note) VALUES ($id, $id, false, '洪水')`,
		`INSERT INTO upkeep_report (id, line, side, kind, text, discovered_at, reported_at, hours, basis, actor, entry)
			VALUES ($id, $id, 'a', 'terrain', '塌方', '2026-01-05 10:00+08', '2026-01-05 11:00+08', 12, '依据', $who, $entry)`,
		`INSERT INTO upkeep_matter (id, line, side, shared, kind, title, on_day, actor, entry) VALUES ($id, $id, 'a', true, 'peace_agreement', '共建', '2026-01-05', $who, $entry)`,
		`INSERT INTO upkeep_step (id, matter, side, on_day, text, actor, entry) VALUES ($id, $id, 'a', '2026-01-06', '会商', $who, $entry)`,
		`INSERT INTO upkeep_file (id, matter, sha256, media_type, name, size_bytes, actor, entry) VALUES ($id, $id, encode(sha256('x'), 'hex'), 'application/pdf', '协议.pdf', 1, $who, $entry)`,
		`INSERT INTO disaster_event (id, county, tag, started, until, ended, report) VALUES ($id, $division, $entry, '2026-08-01 10:00+08', '2026-08-02 10:00+08', '2026-08-01 20:00+08', '平安')`,
		`INSERT INTO disaster_step (event, n, step, hazard, signal, title, todo, body, issued, areas, until, actor, entry)
			VALUES ($id, 1, 'start', 'typhoon', 'red', '台风红色预警', '转移到避灾点', '示例指挥部', '2026-08-01 09:00+08', ARRAY[$division], '2026-08-02 10:00+08', $who, $entry)`,
		`INSERT INTO disaster_reached (event, village, n, reached, means, actor, entry) VALUES ($id, $division, 1, true, 'loudspeaker', $who, $entry)`,
		`INSERT INTO barrier (id, county, kind, name, hazards, line, tag) VALUES ($id, $division, 'river', '示例溪', '{flood}', 'SRID=4490;LINESTRING(118.6 28.6, 118.61 28.61)', $entry)`,
		`INSERT INTO assignment_plan (id, county, hazard, actor, entry) VALUES ($id, $division, 'flood', $who, $entry)`,
		`INSERT INTO assignment (plan, village, shelter, places, distance_m, byhand) VALUES ($id, $division, $id, 12, 345.5, true)`,
		`INSERT INTO assignment_short VALUES ($id, $division, 3, 'full')`,
		`INSERT INTO village_contact (id, division, role, title, phone, night, rank, ended, tag) VALUES ($id, $division, 'village', '村值班室', '0570-1', true, 3, '2026-01-05', $entry)`,
		`INSERT INTO village_contact_trial (contact, n, at, result, actor, entry) VALUES ($id, 1, '2026-01-05T08:00:00Z', 'answered', $who, $entry)`,
		`INSERT INTO walking_hint (village, shelter, n, hint, on_day, actor, entry) VALUES ($division, $id, 1, '沿"大路"走', '2026-01-05', $who, $entry)`,
		`INSERT INTO village_people (village, n, people, vulnerable, on_day, source, entry) VALUES ($division, 1, 320, 40, '2026-01-05', '测试', $entry)`,
		`INSERT INTO import_write (run, kind, object, did, entry) VALUES ($id, 'officers', $id, 'noted', $entry)`,
		`INSERT INTO village_policy (id, division, title, plain, basis, valid, tag) VALUES ($id, $division, '转移', '听到通知就走。', '条例', '[2026-01-01,)', $entry)`,
	} {
		f.sql(fill.Replace(sql))
	}
}
